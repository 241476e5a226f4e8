import type { RtmpLimits } from './limits.ts'

/** What a publisher asks for. It holds the stream key: never log it, nor put it in an error. */
export interface PublishRequest {
  /** Path of the connection, without query, e.g. `live`. */
  readonly app: string
  /** Name of the stream, without query; with OBS this is the stream key. */
  readonly name: string
  /** Query of both, e.g. `token`. The name's wins. */
  readonly query: URLSearchParams
  readonly remoteAddress: string
}

export type PublishDecision<Accepted> =
  | { readonly accept: true; readonly stream: Accepted }
  /** `rejected`: wrong key or not allowed. `bad-name`: the name is in use or not one. */
  | { readonly accept: false; readonly code: 'rejected' | 'bad-name'; readonly description: string }

/** A publisher that was let in. */
export interface PublishConnection<Accepted> extends PublishRequest {
  /** For logs: says nothing about the key. */
  readonly connectionId: string
  /** What the authorisation gave. */
  readonly stream: Accepted
  /** Ends the connection, as when its key is revoked; `description` is told to the encoder. */
  disconnect(description: string): void
}

/** Why a publisher's stream ended. */
export interface PublishEnd {
  readonly reason:
    | 'unpublished'
    | 'rejected'
    | 'disconnected'
    | 'idle'
    | 'protocol-error'
    | 'sink-error'
    | 'revoked'
    | 'server-closed'
  readonly error?: unknown
}

/**
 * Takes a stream in. A returned promise holds the publisher back until it settles; whatever is thrown ends
 * the connection, and the message of a `BaseError` is told to the encoder.
 */
export interface PublishSink {
  /** Body of an FLV video tag; the clock is the publisher's, 32-bit, and may jump. */
  video(tag: Uint8Array, timestampMs: number): void | Promise<void>
  /** Body of an FLV audio tag. */
  audio(tag: Uint8Array, timestampMs: number): void | Promise<void>
  /** `onMetaData`: what the encoder says about itself; untrusted. */
  metadata?(metadata: Readonly<Record<string, unknown>>): void
  /** Called once, last. */
  end(end: PublishEnd): void | Promise<void>
}

export interface RtmpServerOptions {
  readonly host: string
  /** 0 takes a free one. */
  readonly port: number
  /** Serve RTMPS with this certificate, PEM. */
  readonly tls?: { readonly key: string; readonly cert: string } | undefined
  readonly limits?: Partial<RtmpLimits> | undefined
}

/** The part of a logger that the server needs. */
export interface RtmpLog {
  debug(fields: object, message: string): void
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
}

export interface RtmpServerDependencies<Accepted> {
  readonly log: RtmpLog
  authorize(request: PublishRequest): Promise<PublishDecision<Accepted>>
  publish(connection: PublishConnection<Accepted>): PublishSink
}
