import { h264Profile, type Profile } from '@millrace/media'
import { randomFor } from '../selection/random.ts'
import type { Segment } from './segments.ts'

const ladders = {
  usual: [
    { heightPx: 144, bitrateBps: 300_000 },
    { heightPx: 240, bitrateBps: 500_000 },
    { heightPx: 360, bitrateBps: 1_000_000 },
    { heightPx: 480, bitrateBps: 1_600_000 },
    { heightPx: 576, bitrateBps: 2_000_000 },
    { heightPx: 720, bitrateBps: 3_500_000 },
  ],
  /** For lines that carry little: honest work looks bad there. */
  starved: [
    { heightPx: 90, bitrateBps: 100_000 },
    { heightPx: 144, bitrateBps: 120_000 },
    { heightPx: 240, bitrateBps: 200_000 },
    { heightPx: 360, bitrateBps: 350_000 },
  ],
}
export type LadderName = keyof typeof ladders

export function isLadder(name: string): name is LadderName {
  return Object.hasOwn(ladders, name)
}

const bitrateFactors = [0.6, 1, 1, 1.5]
const rates = [0, 0, 0, 15, 24, 30, 60]
/** Small sizes are ordered more often, as they are: every ladder has them. */
const leaning = 1.6

/** What a gateway might order of a segment: a size of the ladder that it has, a bitrate and a frame rate, by chance. */
export function ordersOf(
  segment: Segment,
  size: { readonly widthPx: number; readonly heightPx: number },
  { count, ladder }: { readonly count: number; readonly ladder: LadderName },
): readonly Profile[] {
  const isUsual = ladder === 'usual'
  const random = randomFor(`order ${segment.clip.name} ${segment.index}${isUsual ? '' : ` ${ladder}`}`)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] ?? (list[0] as T)
  const rungs = ladders[ladder].filter(({ heightPx }) => heightPx <= size.heightPx + 8)
  return Array.from({ length: count }, (_, index) => {
    const rung = rungs[Math.floor(random() ** leaning * rungs.length)] ?? pick(rungs)
    const widthPx = Math.round((rung.heightPx * size.widthPx) / size.heightPx / 2) * 2
    const profile = h264Profile({
      name: `${index}`,
      ...{ widthPx, heightPx: rung.heightPx },
      bitrateBps: Math.round(rung.bitrateBps * pick(bitrateFactors)),
      fps: rung.heightPx > 480 ? 0 : pick(rates),
    })
    return random() < 0.15 ? { ...profile, codec: 'h265' as const } : profile
  })
}
