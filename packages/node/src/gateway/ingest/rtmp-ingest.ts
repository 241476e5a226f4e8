import { BaseError, type Logger } from '@millrace/common'
import { Segmenter } from '@millrace/media'
import type { Admission, Admitted } from '../admission/admission.ts'
import { PublishRefusedError } from '../errors.ts'
import type { Publisher, StreamRegistry } from '../streams/stream-registry.ts'
import type { PublishConnection, PublishDecision, PublishRequest, PublishSink } from './rtmp/types.ts'

export interface RtmpIngestOptions {
  readonly segmentTargetMs: number
  readonly maxSegmentBytes: number
}

export interface RtmpIngestDependencies {
  readonly admission: Pick<Admission, 'rtmp'>
  readonly registry: Pick<StreamRegistry, 'check' | 'open'>
  readonly log: Logger
  readonly onBytes?: (bytes: number) => void
}

/** What happens between the RTMP server and the streams: publishers are let in, tags become segments. */
export class RtmpIngest {
  readonly #options: RtmpIngestOptions
  readonly #deps: RtmpIngestDependencies

  constructor(options: RtmpIngestOptions, deps: RtmpIngestDependencies) {
    this.#options = options
    this.#deps = deps
  }

  /** Decides whether a publisher is let in. */
  readonly authorize = async (request: PublishRequest): Promise<PublishDecision<Admitted>> => {
    const { admission, registry, log } = this.#deps
    const { remoteAddress } = request
    let admitted: Admitted | undefined
    try {
      admitted = await admission.rtmp(request)
      registry.check(admitted.streamId)
      return { accept: true, stream: admitted }
    } catch (error) {
      if (!(error instanceof PublishRefusedError)) throw error
      log.warn({ remoteAddress, streamId: admitted?.streamId, code: error.code }, 'encoder refused')
      const code = error.code === 'STREAM_BUSY' ? 'bad-name' : 'rejected'
      return { accept: false, code, description: error.message }
    }
  }

  /** Takes in a publisher that was let in. */
  readonly publish = (connection: PublishConnection<Admitted>): PublishSink => {
    const { registry, log, onBytes } = this.#deps
    const { connectionId, remoteAddress, stream } = connection
    const { streamId } = stream
    const publisher = registry.open({ ...stream, disconnect: (why) => connection.disconnect(why) })
    log.info({ streamId, connectionId, remoteAddress }, 'encoder publishes')
    const segmenter = this.#segmenterFor(publisher)
    return {
      video: (tag, timestampMs) => {
        onBytes?.(tag.length)
        publisher.touch()
        segmenter.video(tag, timestampMs)
      },
      audio: (tag, timestampMs) => {
        onBytes?.(tag.length)
        publisher.touch()
        segmenter.audio(tag, timestampMs)
      },
      end: ({ reason, error }) => {
        const why = error instanceof BaseError ? { code: error.code, detail: error.message } : { err: error }
        log.info({ streamId, connectionId, reason, ...(error !== undefined && why) }, 'encoder left')
        try {
          segmenter.end()
        } catch (err) {
          log.debug({ err, streamId }, 'the last piece of a stream is not a segment')
        } finally {
          publisher.end()
        }
      },
    }
  }

  #segmenterFor(publisher: Publisher): Segmenter {
    const { segmentTargetMs: targetDurationMs, maxSegmentBytes } = this.#options
    const segmenter = new Segmenter(
      { targetDurationMs, maxSegmentBytes, resumeFrom: publisher.resumeFrom },
      { emit: (segment) => void publisher.segment(segment, segmenter.cursor) },
    )
    return segmenter
  }
}
