import type { RtmpMessage } from './messages.ts'

/** Chunk size that we announce, large enough that an answer is one chunk. */
export const sentChunkBytes = 4096

export interface OutgoingMessage extends Omit<RtmpMessage, 'timestampMs'> {
  /** 2 for control, 3 for commands of the connection, 5 for those of a stream: below 64. */
  readonly chunkStreamId: number
  /** Before `setChunkSize` was sent this is 128. */
  readonly chunkBytes: number
}

/** Writes a message as chunks with a full first header (RTMP 1.0 5.3.1); its time is 0. */
export function encodeMessage({
  chunkStreamId,
  chunkBytes,
  type,
  streamId,
  payload,
}: OutgoingMessage): Uint8Array {
  const header = Buffer.alloc(12)
  header[0] = chunkStreamId
  header.writeUIntBE(payload.length, 4, 3)
  header[7] = type
  // The one little-endian number of the protocol.
  header.writeUInt32LE(streamId, 8)
  const parts: Uint8Array[] = [header]
  for (let at = 0; at < payload.length; at += chunkBytes) {
    if (at > 0) parts.push(Buffer.of(0xc0 | chunkStreamId))
    parts.push(payload.subarray(at, at + chunkBytes))
  }
  return Buffer.concat(parts)
}
