import { h264Profile } from './presets.ts'
import type { Profile } from './profile.ts'

interface Rung {
  readonly profile: Profile
  /** Cores from which on this rung fits beside the lower ones with room for a second stream. */
  readonly fromCores: number
}

/**
 * Rates as measured with: x264 veryfast, 2 s segments. Two cores sustain about 1.8 times real time of all four rungs,
 * so the two upper rungs, three quarters of the work, are left to machines with more.
 */
const rungs: readonly Rung[] = [
  { fromCores: 1, profile: h264Profile({ name: '240p', widthPx: 426, heightPx: 240, bitrateBps: 400_000 }) },
  { fromCores: 2, profile: h264Profile({ name: '360p', widthPx: 640, heightPx: 360, bitrateBps: 800_000 }) },
  {
    fromCores: 4,
    profile: h264Profile({ name: '480p', widthPx: 854, heightPx: 480, bitrateBps: 1_400_000 }),
  },
  {
    fromCores: 6,
    profile: h264Profile({ name: '720p', widthPx: 1280, heightPx: 720, bitrateBps: 2_800_000 }),
  },
]

export interface LadderOptions {
  /** Size of the source picture; the ladder never goes above it. Unknown: no limit from this side. */
  readonly source?: { readonly widthPx: number; readonly heightPx: number } | undefined
  /** Processor cores that transcoding may use, e.g. `os.availableParallelism()`. */
  readonly cores: number
}

/**
 * Chooses renditions that the machine makes in real time for two streams at once, lowest first.
 * A source smaller than every rung gets one rendition of its own size. Frame rate is the source's.
 */
export function ladderFor({ source, cores }: LadderOptions): readonly Profile[] {
  const affordable = rungs.filter(({ fromCores }) => cores >= fromCores).map(({ profile }) => profile)
  const lowest = affordable[0] ?? rungs[0]?.profile
  if (!lowest) return []
  if (!source) return affordable.length > 0 ? affordable : [lowest]
  const short = Math.min(source.widthPx, source.heightPx)
  const fitting = affordable.filter((profile) => profile.heightPx <= short)
  if (fitting.length > 0) return fitting
  const widthPx = Math.max(2, source.widthPx - (source.widthPx % 2))
  const heightPx = Math.max(2, source.heightPx - (source.heightPx % 2))
  return [{ ...lowest, name: `${Math.min(widthPx, heightPx)}p`, widthPx, heightPx }]
}
