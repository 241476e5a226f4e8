import { SettingsError } from '@millrace/daemon'
import { type Profile, parseRenditions, presetNamed, type Segment } from '@millrace/media'
import type { GatewayConfig } from './config.ts'
import { LadderError } from './errors.ts'
import { sourceName } from './playback/stream-playback.ts'

/** Names that playback URLs use for something else. */
const takenNames: ReadonlySet<string> = new Set([sourceName, 'index'])

/** @throws {SettingsError} when a rendition of the settings cannot be made. */
export function readLadder({ renditions }: Pick<GatewayConfig, 'renditions'>): readonly Profile[] {
  const fail = (problem: string, cause?: unknown) =>
    new SettingsError({ setting: 'renditions', problem, cause })
  let profiles: readonly Profile[]
  try {
    profiles = renditions.flatMap((one) =>
      typeof one === 'string' ? [presetNamed(one)] : parseRenditions([one]),
    )
  } catch (cause) {
    throw fail(cause instanceof Error ? cause.message.replace(/\.$/, '') : String(cause), cause)
  }
  try {
    checkLadder(profiles)
  } catch (cause) {
    throw fail(cause instanceof Error ? cause.message : String(cause), cause)
  }
  return profiles
}

/** @throws {LadderError} when these renditions cannot be played back side by side. */
export function checkLadder(profiles: readonly Profile[]): void {
  const names = profiles.map(({ name }) => name)
  if (new Set(names).size < names.length) throw new LadderError({ problem: 'two have the same name' })
  const taken = names.find((name) => takenNames.has(name) || /[/\\?#\p{Cc}]|^\.{1,2}$/u.test(name))
  if (taken !== undefined) throw new LadderError({ problem: `${JSON.stringify(taken)} cannot be a name` })
  if (profiles.some(({ codec }) => codec !== 'h264'))
    throw new LadderError({ problem: 'only H.264 is played back' })
}

/** The part of the ladder that is not above the source; the smallest rung when all are. */
export function ladderForSource(
  ladder: readonly Profile[],
  { video }: Pick<Segment, 'video'>,
): readonly Profile[] {
  if (!video) return ladder
  const longest = Math.max(video.widthPx, video.heightPx)
  const fitting = ladder.filter(({ widthPx, heightPx }) => Math.max(widthPx, heightPx) <= longest)
  if (fitting.length > 0) return fitting
  const smallest = [...ladder].sort((a, b) => a.widthPx * a.heightPx - b.widthPx * b.heightPx)[0]
  return smallest ? [smallest] : []
}
