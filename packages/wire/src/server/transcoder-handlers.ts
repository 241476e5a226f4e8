import type { Capabilities, NotifySegment } from '../generated/net/orchestrator_pb.ts'

/** What a transcoder says of itself; all of it is a claim. */
export interface TranscoderRegistration {
  /** Sessions; at least 1. */
  readonly capacity: number
  /** Encoded pixels a second, when it is one that measures itself. */
  readonly pixelsPerSecond: number | undefined
  /** Undefined means the network's default set. */
  readonly capabilities: Capabilities | undefined
}

/**
 * How a stream ended. `draining`: the transcoder ended the stream but not its connection, so what it has it may still
 * finish. `lost`: the connection is gone. `closed`: by this side.
 */
export type TranscoderStreamEnd = 'draining' | 'lost' | 'closed'

/** The open stream of one registered transcoder. */
export interface TranscoderStream {
  readonly remoteAddress: string
  /** Under which the transcoder reaches this server, as its request says; undefined when it says nothing of use. */
  readonly serviceOrigin: string | undefined
  /** How long the other end has left a sign of life unanswered; 0 while it answers. */
  readonly silentMs: number
  /** @returns false when the stream is over, or the transcoder does not read what it is sent; it is cut off then. */
  send(notice: NotifySegment): boolean
  /** Calls back at once when it is over already, and again when a draining one is lost. */
  onEnd(listener: (end: TranscoderStreamEnd) => void): void
  close(): void
}

/** What came to an end for one task, by its transcoder. */
export type ResultOutcome =
  | {
      readonly type: 'renditions'
      readonly renditions: readonly Uint8Array[]
      /** As the transcoder says. */
      readonly decodedPixels: bigint
    }
  /** The transcoder says that it could not. */
  | { readonly type: 'error'; readonly text: string }
  /** What it sent is not a result: out of the format, too long, too slow, broken off. */
  | { readonly type: 'malformed'; readonly reason: string }

/** A task whose result is being received; nobody else can send one for it any more. */
export interface ResultClaim {
  /** Of the whole body. */
  readonly maxBytes: number
  /** Aborts when nobody waits for the result any longer. */
  readonly signal: AbortSignal
  settle(outcome: ResultOutcome): void
}

/** What an orchestrator that takes transcoders of other machines does behind the wire. */
export interface TranscoderHandlers {
  /** Compares in a time that does not depend on what was given. */
  isSecret(secret: string): boolean
  /** @throws {OrchestratorCallRefusedError} with the text for the transcoder. */
  register(registration: TranscoderRegistration, stream: TranscoderStream): void
  /** The source segment of an open task. @returns undefined when there is no such key, or no longer. */
  source(key: string): Uint8Array | undefined
  /** @returns undefined when the task is not open, or somebody sends its result already. */
  claimResult(taskId: bigint): ResultClaim | undefined
}
