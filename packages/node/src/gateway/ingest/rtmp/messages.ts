/** Message types of RTMP 1.0 5.4, 6.2 and 7.1. */
export const messageType = {
  setChunkSize: 1,
  abort: 2,
  acknowledgement: 3,
  userControl: 4,
  windowAckSize: 5,
  setPeerBandwidth: 6,
  audio: 8,
  video: 9,
  dataAmf3: 15,
  commandAmf3: 17,
  data: 18,
  command: 20,
  aggregate: 22,
} as const

/** User control events of 7.1.7. */
export const userControlEvent = { streamBegin: 0, pingRequest: 6, pingResponse: 7 } as const

export interface RtmpMessage {
  readonly type: number
  /** 0 for control and connection. */
  readonly streamId: number
  /** 32 bits, publisher's clock. */
  readonly timestampMs: number
  /** Its own memory: may be kept. */
  readonly payload: Uint8Array
}

/** A big-endian number of 32 bits, as most control messages carry. */
export function uint32(value: number): Uint8Array {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value >>> 0)
  return bytes
}

export function userControl(event: number, value: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.of(event >> 8, event & 0xff), value])
}

/**
 * Takes an aggregate message apart (7.1.6): FLV tags with their trailing sizes, times moved to the message's.
 * A tag that is cut short ends it.
 */
export function splitAggregate({ payload, timestampMs, streamId }: RtmpMessage): RtmpMessage[] {
  const bytes = Buffer.from(payload.buffer, payload.byteOffset, payload.length)
  const messages: RtmpMessage[] = []
  let firstMs: number | undefined
  for (let at = 0; at + 11 <= bytes.length; ) {
    const size = bytes.readUIntBE(at + 1, 3)
    const tagMs = (bytes.readUIntBE(at + 4, 3) | ((bytes[at + 7] ?? 0) << 24)) >>> 0
    const start = at + 11
    if (start + size > bytes.length) break
    firstMs ??= tagMs
    messages.push({
      type: bytes[at] ?? 0,
      streamId,
      timestampMs: (timestampMs + tagMs - firstMs) >>> 0,
      payload: bytes.subarray(start, start + size),
    })
    at = start + size + 4
  }
  return messages
}
