import type { Profile, ProfileFormat } from '../profile.ts'
import type { MediaFacts } from '../samples/facts.ts'
import type { VideoSamples } from '../samples/samples.ts'
import type { ChosenDevice, EncoderDevice } from './device-types.ts'
import type { RefusalCode } from './errors.ts'

/** One segment to be transcoded. */
export interface TranscodeJob {
  /** MPEG-TS, beginning with a key frame. */
  readonly source: Uint8Array
  readonly profiles: readonly Profile[]
  /** In place of the pool's; the job is then done by the processor, whatever device there is. */
  readonly encoding?: SoftwareEncoding
  /** Deadline for the caller: waiting in the queue and a retry are inside it. */
  readonly timeoutMs: number
  /** Aborting gives up a waiting job at once and leaves the result of a running one unread. */
  readonly signal?: AbortSignal
}

/** How the processor encodes. */
export interface SoftwareEncoding {
  /** Of x264 and x265. */
  readonly preset: EncoderPreset
  /** The bitrate is a ceiling, too, over one second, as chips for live video keep it. */
  readonly isCapped: boolean
}

/** One rendition of one segment. */
export interface TranscodedRendition {
  readonly profile: Profile
  readonly bytes: Uint8Array
  /** Encoded frames × width × height, as it is paid for. */
  readonly pixels: bigint
  /** Size of the picture made; may differ from the profile's, see `renditionSize`. */
  readonly widthPx: number
  readonly heightPx: number
}

export interface TranscodeResult {
  /** In the order of the job's profiles. */
  readonly renditions: readonly TranscodedRendition[]
  /** Decoded source frames × their size. */
  readonly decodedPixels: bigint
}

/** A rendition that somebody else made. */
export interface RenditionToInspect {
  readonly bytes: Uint8Array
  readonly format: ProfileFormat
}

export interface InspectJob {
  readonly renditions: readonly RenditionToInspect[]
  /** Waiting in the queue and a retry are inside it. */
  readonly timeoutMs: number
  readonly signal?: AbortSignal
}

/** Files that are to be put into another container, picture and sound untouched. */
export interface RemuxJob {
  readonly files: readonly Uint8Array[]
  readonly from: ProfileFormat
  readonly into: ProfileFormat
  /** Waiting in the queue and a retry are inside it. */
  readonly timeoutMs: number
  readonly signal?: AbortSignal
}

/** What a decoder finds in a rendition. */
export interface InspectedRendition {
  readonly frames: number
  /** Frames × their size, as it is paid for. */
  readonly pixels: bigint
  /** Size of the largest frame. */
  readonly widthPx: number
  readonly heightPx: number
}

/** A rendition that somebody else made, and how large its pictures should be. */
export interface RenditionToLookAt extends RenditionToInspect {
  readonly widthPx: number
  readonly heightPx: number
}

export interface LookJob {
  /** MPEG-TS. Without it the renditions are looked at by themselves, at the same moments as beside it. */
  readonly source?: Uint8Array
  readonly renditions: readonly RenditionToLookAt[]
  /** From 0 to 1: which frames are looked at closely. Whoever made the renditions should not know it. */
  readonly phase: number
  /** Waiting in the queue and a retry are inside it. */
  readonly timeoutMs: number
  readonly signal?: AbortSignal
}

export interface LookResult {
  /** Of the source, where one was given. */
  readonly source: MediaFacts | undefined
  /** In the order of the job's renditions. */
  readonly renditions: readonly LookedAtRendition[]
}

export type LookedAtRendition =
  | {
      readonly type: 'looked'
      readonly facts: MediaFacts
      readonly samples: VideoSamples
      /** Samples of the source at the same moments; undefined without one, or where the rendition has none. */
      readonly source: VideoSamples | undefined
    }
  | { readonly type: 'refused'; readonly code: RefusalCode; readonly reason: string }

export interface TranscoderPoolOptions {
  /** Segments transcoded at the same time, one child process each. */
  readonly workers?: number
  /** Encodes instead of the processor; see `chooseDevice`. Undefined is software. */
  readonly device?: ChosenDevice | undefined
  /** Segments that may wait for a free worker. */
  readonly maxWaiting?: number
  /** x264 preset of every rendition. */
  readonly preset?: EncoderPreset
  /** Threads a worker may use for one codec; 0 lets each codec choose. */
  readonly threads?: number
  /** Largest segment taken, in bytes. */
  readonly maxSourceBytes?: number
  /** A worker is replaced, between jobs, after this many segments. */
  readonly recycleAfterSegments?: number
  /** A worker whose memory is above this is replaced between jobs. */
  readonly recycleAboveRssBytes?: number
  /** A worker whose memory goes above this is killed in the middle of its job. */
  readonly killAboveRssBytes?: number
}

export type EncoderPreset = 'ultrafast' | 'superfast' | 'veryfast' | 'faster' | 'fast' | 'medium'

/** What the pool is doing, for metrics and status pages. */
export interface TranscoderPoolStats {
  readonly workers: number
  readonly busy: number
  /** Processes that are up and idle, the spare among them. */
  readonly warm: number
  readonly waiting: number
  readonly transcoded: number
  readonly failed: number
  /** Workers that ended in the middle of a job: crashed, killed for time or for memory. */
  readonly workersLost: number
  readonly workersRecycled: number
  /** Highest memory seen of one worker. */
  readonly maxWorkerRssBytes: number
  /** What encodes instead of the processor, as long as it works. */
  readonly device: EncoderDevice | undefined
  /** It has failed too often and is not used any more. */
  readonly isDeviceOut: boolean
  /** Segments that it has done, and those at which it failed. */
  readonly deviceSegments: number
  readonly deviceFailures: number
  /** CPU time of all workers, gone ones included. */
  readonly cpuSeconds: number
}
