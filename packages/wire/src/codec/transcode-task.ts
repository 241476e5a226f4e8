import { create } from '@bufbuild/protobuf'
import type { Profile } from '@millrace/media'
import { SegmentDurationError, WireFormatError } from '../errors.ts'
import {
  type Capabilities,
  type NotifySegment,
  NotifySegmentSchema,
} from '../generated/net/orchestrator_pb.ts'
import {
  assumedSegmentDurationMs,
  maxManifestIdBytes,
  maxSegmentDurationMs,
  maxUriLength,
} from '../limits.ts'
import { decodeUtf8, encodeUtf8 } from './bytes.ts'
import { readProfiles, toProfileFields } from './video-profile.ts'

/** One segment that an orchestrator gives to one transcoder. */
export interface TranscodeTask {
  /** Known to the orchestrator and this transcoder only; the result is sent under it. */
  readonly taskId: bigint
  /** Where the source segment is. */
  readonly url: string
  readonly manifestId: string
  readonly sessionId: string
  readonly seqNo: number
  readonly durationMs: number
  readonly profiles: readonly Profile[]
  /** What the job asks for; undefined asks for nothing in particular. */
  readonly capabilities: Capabilities | undefined
  /** Whose transcoder this is: the recipient's address, or `offchain`. */
  readonly orchestratorId: string
}

/** What comes over a transcoder's stream. */
export type TranscoderNotice =
  | { readonly type: 'task'; readonly task: TranscodeTask }
  | { readonly type: 'sessionEnd'; readonly sessionId: string }

/** @returns the message of a task: without signature, storage and hash, since a transcoder needs none of them. */
export function createTaskNotice(task: TranscodeTask): NotifySegment {
  return create(NotifySegmentSchema, {
    url: task.url,
    taskId: task.taskId,
    orchId: task.orchestratorId,
    // Older forms of the network put presets here; everybody sends this text since.
    profiles: encodeUtf8('invalid'),
    segData: {
      manifestId: encodeUtf8(task.manifestId),
      seq: BigInt(task.seqNo),
      hash: new Uint8Array(32),
      profiles: encodeUtf8('invalid'),
      duration: Math.round(task.durationMs),
      authToken: { sessionId: task.sessionId },
      ...(task.capabilities && { capabilities: task.capabilities }),
      ...toProfileFields(task.profiles),
    },
  })
}

/** @returns the message that a session is over, so that the transcoder may forget it. */
export function createSessionEndNotice(sessionId: string): NotifySegment {
  return create(NotifySegmentSchema, { segData: { authToken: { sessionId } } })
}

/**
 * @throws {ProfileRefusedError | SegmentDurationError | WireFormatError} when it is neither a task that can be worked
 * on nor the end of a session. Its `taskId` can be told of the failure all the same.
 */
export function readNotice(message: NotifySegment): TranscoderNotice {
  const { segData, url } = message
  const sessionId = segData?.authToken?.sessionId ?? ''
  if (url === '') return { type: 'sessionEnd', sessionId }
  if (segData === undefined) throw new WireFormatError({ field: 'segData', reason: 'it is missing' })
  if (url.length > maxUriLength) throw new WireFormatError({ field: 'url', reason: 'it is too long' })
  const durationMs = segData.duration === 0 ? assumedSegmentDurationMs : segData.duration
  if (durationMs < 0 || durationMs > maxSegmentDurationMs) throw new SegmentDurationError(durationMs)
  const { manifestId, seq, capabilities } = segData
  const task: TranscodeTask = {
    taskId: message.taskId,
    url,
    manifestId: manifestId.length > maxManifestIdBytes ? '' : (decodeUtf8(manifestId) ?? ''),
    sessionId,
    seqNo: Number(BigInt.asUintN(53, seq)),
    durationMs,
    profiles: readProfiles(segData),
    capabilities,
    orchestratorId: message.orchId,
  }
  return { type: 'task', task }
}
