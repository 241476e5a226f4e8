import type { Profile, ProfileFormat } from '../../profile.ts'
import type { EncoderDevice } from '../device-types.ts'
import type { RefusalCode } from '../errors.ts'
import type {
  EncoderPreset,
  InspectedRendition,
  LookResult,
  RenditionToInspect,
  RenditionToLookAt,
  SoftwareEncoding,
  TranscodeResult,
} from '../types.ts'

/** How a worker encodes; fixed for its life. */
export interface WorkerSettings {
  readonly preset: EncoderPreset
  /** Undefined: the bitrate is a mean. */
  readonly isCapped?: boolean
  /** Threads for one codec; 0 lets each codec choose. */
  readonly threads: number
}

export interface TranscodeOrder {
  readonly type: 'transcode'
  readonly jobId: number
  readonly source: Uint8Array
  readonly profiles: readonly Profile[]
  /** In place of the settings' preset. */
  readonly encoding?: SoftwareEncoding | undefined
  readonly device?: EncoderDevice | undefined
}

/** From the pool to a worker process. */
export type WorkerOrder =
  | { readonly type: 'settings'; readonly settings: WorkerSettings }
  | TranscodeOrder
  | { readonly type: 'trial'; readonly jobId: number; readonly device: EncoderDevice }
  | { readonly type: 'sample'; readonly jobId: number }
  | {
      readonly type: 'inspect'
      readonly jobId: number
      readonly renditions: readonly RenditionToInspect[]
    }
  | {
      readonly type: 'look'
      readonly jobId: number
      readonly source: Uint8Array | undefined
      readonly renditions: readonly RenditionToLookAt[]
      readonly phase: number
    }
  | {
      readonly type: 'remux'
      readonly jobId: number
      readonly files: readonly Uint8Array[]
      readonly from: ProfileFormat
      readonly into: ProfileFormat
    }

/** What a worker has used so far; it reports with every answer. */
export interface WorkerUsage {
  readonly cpuSeconds: number
  readonly rssBytes: number
}

/** From a worker process to the pool. */
export type WorkerAnswer =
  | { readonly type: 'ready'; readonly usage: WorkerUsage }
  | {
      readonly type: 'transcoded'
      readonly jobId: number
      readonly result: TranscodeResult
      readonly deviceFault?: string | undefined
      readonly usage: WorkerUsage
    }
  | {
      readonly type: 'tried'
      readonly jobId: number
      readonly maxSessions: number
      readonly usage: WorkerUsage
    }
  | {
      readonly type: 'sample'
      readonly jobId: number
      readonly bytes: Uint8Array
      readonly usage: WorkerUsage
    }
  | {
      readonly type: 'inspected'
      readonly jobId: number
      readonly renditions: readonly InspectedRendition[]
      readonly usage: WorkerUsage
    }
  | {
      readonly type: 'looked'
      readonly jobId: number
      readonly result: LookResult
      readonly usage: WorkerUsage
    }
  | {
      readonly type: 'remuxed'
      readonly jobId: number
      readonly files: readonly Uint8Array[]
      readonly usage: WorkerUsage
    }
  | {
      readonly type: 'refused'
      readonly jobId: number
      readonly code: RefusalCode
      readonly reason: string
      readonly usage: WorkerUsage
    }
  | { readonly type: 'failed'; readonly jobId: number; readonly reason: string; readonly usage: WorkerUsage }
