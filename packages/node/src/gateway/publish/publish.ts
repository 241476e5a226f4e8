import { randomUUID } from 'node:crypto'
import { SettingsError } from '@millrace/daemon'
import type { ReadSegmentsOptions } from '@millrace/media'
import type { GatewayConfigInput } from '../config.ts'
import { readLadder } from '../ladder.ts'
import { isStreamId } from '../streams/stream-keys.ts'
import { Publication, type PublicationDependencies } from './publication.ts'
import type { PublishedSegment } from './published-segment.ts'
import { type PublishSource, sourceSegments } from './source-segments.ts'

export interface PublishOptions extends ReadSegmentsOptions {
  /** Name of the stream, in playback URLs and events. @defaultValue a random one */
  readonly streamId?: string
  /** What is made of it, as the setting `renditions`, whatever its size. @defaultValue as the settings say */
  readonly renditions?: NonNullable<GatewayConfigInput['renditions']>
  /** Gives up what is under way; the stream ends. */
  readonly signal?: AbortSignal
}

/**
 * Publishes a file, or segments as they come, as one stream. So many segments are under way as the settings let be out;
 * more are read only when the results of the first were taken. The stream ends with its source.
 * @throws as `Gateway.publish` says.
 */
export async function* publishSegments(
  source: PublishSource,
  { streamId = randomUUID(), renditions, targetMs, signal }: PublishOptions,
  deps: PublicationDependencies,
): AsyncGenerator<PublishedSegment, void, undefined> {
  if (!isStreamId(streamId)) throw new SettingsError({ setting: 'streamId', problem: 'it cannot be a name' })
  const profiles = renditions && readLadder({ renditions })
  signal?.throwIfAborted()
  const segments = sourceSegments(source, targetMs)
  const publication = new Publication({ streamId, profiles, segments, signal }, deps)
  try {
    for (;;) {
      const published = await publication.next()
      if (!published) return
      yield published
    }
  } finally {
    await publication.close()
  }
}
