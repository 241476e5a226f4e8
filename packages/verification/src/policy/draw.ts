import { createHmac } from 'node:crypto'

/** One segment at one orchestrator. */
export interface SegmentAtOrchestrator {
  readonly streamId: string
  /** Of the session there. The orchestrator chooses it, so it is not all that decides. */
  readonly sessionId: string
  readonly seqNo: number
}

export interface Draw {
  /** From 0 to 1: the segment is checked where it is below the rate. */
  readonly chance: number
  /** From 0 to 1: which frames are looked at closely. */
  readonly phase: number
}

/** Bits that a double holds exactly, in whole bytes. */
const drawBytes = 6

/**
 * The luck of a segment: the same each time for who has the secret, and not to be told from chance by anybody else.
 * @param secret - of the gateway, 32 random bytes that it never shows.
 */
export function drawOf(secret: Uint8Array, { streamId, sessionId, seqNo }: SegmentAtOrchestrator): Draw {
  // As JSON, so that nothing can be moved from one name to the other.
  const mac = createHmac('sha256', secret)
    .update(JSON.stringify([streamId, sessionId, seqNo]))
    .digest()
  const partAt = (offset: number) => mac.readUIntBE(offset, drawBytes) / 2 ** (8 * drawBytes)
  return { chance: partAt(0), phase: partAt(drawBytes) }
}
