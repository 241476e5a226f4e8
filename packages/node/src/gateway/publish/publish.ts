import { randomUUID } from 'node:crypto'
import { SettingsError } from '@millrace/daemon'
import { type FileSegment, type ReadSegmentsOptions, readSegments } from '@millrace/media'
import type { GatewayConfig, GatewayConfigInput } from '../config.ts'
import type { DispatchOutcome, Lost, PublishedRendition } from '../dispatch/types.ts'
import { PublishRefusedError, SegmentInputError } from '../errors.ts'
import { PushStream } from '../ingest/push-stream.ts'
import { readPushed } from '../ingest/read-pushed.ts'
import { readLadder } from '../ladder.ts'
import { isStreamId } from '../streams/stream-keys.ts'
import type { StreamRegistry } from '../streams/stream-registry.ts'

/** A segment as a program gives it: MPEG-TS that begins with a key frame; its duration is read when it is left out. */
export type SegmentToPublish = Pick<FileSegment, 'bytes'> & Partial<FileSegment>

export interface PublishOptions extends ReadSegmentsOptions {
  /** Name of the stream, in playback URLs and events. @defaultValue a random one */
  readonly streamId?: string
  /** What is made of it, as the setting `renditions`, whatever its size. @defaultValue as the settings say */
  readonly renditions?: NonNullable<GatewayConfigInput['renditions']>
  /** Gives up what is under way; the stream ends. */
  readonly signal?: AbortSignal
}

/** What came of one segment. */
export interface PublishedSegment {
  readonly seqNo: number
  readonly durationMs: number
  /** In the order of the profiles; those of a segment without pictures are the segment itself. Empty when it is lost. */
  readonly renditions: readonly RenditionOfSegment[]
  /** Why there are none. */
  readonly lost?: Lost
}

export interface RenditionOfSegment {
  /** Name of its profile. */
  readonly profile: string
  readonly bytes: Uint8Array
  /** Where it is, when it was put into an object store. */
  readonly url?: string
}

export interface PublishDependencies {
  readonly config: Pick<GatewayConfig, 'maxSegmentBytes' | 'maxSegmentsInFlight'>
  readonly registry: Pick<StreamRegistry, 'open'>
  readonly onBytes: (bytes: number) => void
}

/** Either the next segment of the source, or what came of an earlier one. */
type Step =
  | { readonly read: IteratorResult<SegmentToPublish> | { readonly failure: unknown } }
  | { readonly published: PublishedSegment }

/**
 * Publishes a file, or segments as they come, as one stream. So many segments are under way as the settings let be out;
 * more are read only when the results of the first were taken. The stream ends with its source.
 * @throws as `Gateway.publish` says.
 */
export async function* publishSegments(
  source: string | Iterable<SegmentToPublish> | AsyncIterable<SegmentToPublish>,
  { streamId = randomUUID(), renditions, targetMs, signal }: PublishOptions,
  { config, registry, onBytes }: PublishDependencies,
): AsyncGenerator<PublishedSegment, void, undefined> {
  if (!isStreamId(streamId)) throw new SettingsError({ setting: 'streamId', problem: 'it cannot be a name' })
  const profiles = renditions && readLadder({ renditions })
  signal?.throwIfAborted()
  const gone = new AbortController()
  const stopped = signal ? AbortSignal.any([signal, gone.signal]) : gone.signal
  const publisher = registry.open({
    ...{ streamId, keyId: undefined, order: { profiles } },
    disconnect: (_, code = 'STREAM_BUSY') => gone.abort(new PublishRefusedError({ code })),
  })
  const stream = new PushStream(publisher)
  const segments = segmentsOf(source, targetMs)
  const underWay: Promise<Step>[] = []
  let reading: Promise<Step> | undefined
  let end: { readonly failure?: unknown } | undefined
  const take = ({ bytes, durationMs: told }: SegmentToPublish) => {
    if (bytes.length > config.maxSegmentBytes) throw new SegmentInputError({ code: 'TOO_LARGE' })
    const { probe, durationMs } = readPushed(bytes, told)
    const seqNo = stream.nextSeqNo
    onBytes(bytes.length)
    const outcome = stream.add({ bytes, number: seqNo, durationMs, probe })
    underWay.push(outcome.then((of) => ({ published: publishedSegment(of, { seqNo, durationMs }) })))
  }
  try {
    for (;;) {
      if (!end && underWay.length < config.maxSegmentsInFlight) reading ??= readNext(segments)
      const steps = [underWay[0], reading].filter((step) => step !== undefined)
      if (steps.length === 0) break
      const step = await firstOf(steps, stopped)
      if ('published' in step) {
        underWay.shift()
        yield step.published
        continue
      }
      reading = undefined
      try {
        if ('failure' in step.read) throw step.read.failure
        if (step.read.done) end = {}
        else take(step.read.value)
      } catch (failure) {
        // What came before it is still handed out.
        end = { failure }
      }
    }
    if (end && 'failure' in end) throw end.failure
  } finally {
    publisher.finish()
    // A source that hangs must not keep whoever gave up on it.
    void segments.return?.()?.then(undefined, () => {})
  }
}

async function* segmentsOf(
  source: string | Iterable<SegmentToPublish> | AsyncIterable<SegmentToPublish>,
  targetMs: number | undefined,
): AsyncGenerator<SegmentToPublish, void, undefined> {
  if (typeof source === 'string') yield* readSegments(source, targetMs === undefined ? {} : { targetMs })
  else yield* source
}

function readNext(segments: AsyncIterator<SegmentToPublish, void, undefined>): Promise<Step> {
  return segments.next().then(
    (read) => ({ read }),
    (failure: unknown) => ({ read: { failure } }),
  )
}

function publishedSegment(
  outcome: DispatchOutcome,
  facts: Pick<PublishedSegment, 'seqNo' | 'durationMs'>,
): PublishedSegment {
  if (outcome.kind === 'lost') {
    const { reason, detail } = outcome
    return { ...facts, renditions: [], lost: { reason, detail } }
  }
  const published = outcome.kind === 'done' ? outcome.result.renditions : outcome.renditions
  return { ...facts, renditions: published.map(renditionOf) }
}

function renditionOf({ name: profile, bytes, url }: PublishedRendition): RenditionOfSegment {
  return { profile, bytes, ...(url !== undefined && { url }) }
}

/** @throws what the signal says when it aborts before. */
function firstOf(steps: readonly Promise<Step>[], signal: AbortSignal): Promise<Step> {
  const { promise, resolve, reject } = Promise.withResolvers<Step>()
  const abort = () => reject(signal.reason)
  if (signal.aborted) abort()
  signal.addEventListener('abort', abort, { once: true })
  Promise.race(steps).then(resolve, reject)
  return promise.finally(() => signal.removeEventListener('abort', abort))
}
