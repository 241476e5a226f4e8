import type { RtmpLimits } from '../../src/gateway/ingest/rtmp/limits.ts'
import { RtmpServer } from '../../src/gateway/ingest/rtmp/server.ts'
import type {
  PublishConnection,
  PublishDecision,
  PublishEnd,
  PublishRequest,
  PublishSink,
} from '../../src/gateway/ingest/rtmp/types.ts'

export const streamKey = 'correct-horse-key'

/** One publisher as the server handed it over. */
class RecordedStream implements PublishSink {
  readonly connection: PublishConnection<string>
  readonly tags: {
    readonly kind: 'video' | 'audio'
    readonly tag: Uint8Array
    readonly timestampMs: number
  }[] = []
  readonly ended = Promise.withResolvers<PublishEnd>()
  metadataSeen: Readonly<Record<string, unknown>> | undefined
  endCount = 0
  /** Called for each tag; what it returns or throws is the sink's answer. */
  onTag: () => void | Promise<void> = () => {}

  constructor(connection: PublishConnection<string>) {
    this.connection = connection
  }

  video(tag: Uint8Array, timestampMs: number): void | Promise<void> {
    this.tags.push({ kind: 'video', tag, timestampMs })
    return this.onTag()
  }

  audio(tag: Uint8Array, timestampMs: number): void | Promise<void> {
    this.tags.push({ kind: 'audio', tag, timestampMs })
    return this.onTag()
  }

  metadata(metadata: Readonly<Record<string, unknown>>): void {
    this.metadataSeen = metadata
  }

  end(end: PublishEnd): void {
    this.endCount++
    this.ended.resolve(end)
  }
}

export interface FixtureOptions {
  readonly limits?: Partial<RtmpLimits>
  readonly tls?: { readonly key: string; readonly cert: string }
  readonly authorize?: (request: PublishRequest) => Promise<PublishDecision<string>>
  readonly onStream?: (stream: RecordedStream) => void
}

/** A server whose hook knows one key, which keeps streams and log lines for the test to look at. */
export async function startServer(options: FixtureOptions = {}) {
  const streams: RecordedStream[] = []
  const lines: { readonly level: string; readonly text: string }[] = []
  const log = (level: string) => (fields: object, message: string) => {
    lines.push({ level, text: `${message} ${JSON.stringify(fields, jsonOfErrors)}` })
  }
  const knowsKey = async ({ name, query }: PublishRequest): Promise<PublishDecision<string>> =>
    name === streamKey || query.get('token') === streamKey
      ? { accept: true, stream: 'live' }
      : { accept: false, code: 'rejected', description: 'The stream key is not valid.' }
  const server = await RtmpServer.create(
    { host: '127.0.0.1', port: 0, limits: options.limits, tls: options.tls },
    {
      log: { debug: log('debug'), info: log('info'), warn: log('warn') },
      authorize: options.authorize ?? knowsKey,
      publish: (connection) => {
        const stream = new RecordedStream(connection)
        options.onStream?.(stream)
        streams.push(stream)
        return stream
      },
    },
  )
  return {
    server,
    port: server.port,
    streams,
    lines,
    [Symbol.asyncDispose]: () => server.close(),
  }
}

function jsonOfErrors(_: string, value: unknown): unknown {
  return value instanceof Error ? { ...value, message: value.message, stack: value.stack } : value
}
