import { MalformedTagError, UnsupportedCodecError } from './errors.ts'

/** Body of an FLV video tag, read (Adobe FLV 10.1 E.4.3, and its enhancement by FourCC). */
export type VideoTag =
  | { readonly kind: 'config'; readonly config: Uint8Array }
  | {
      readonly kind: 'frame'
      /** What the encoder claims; whether it is an IDR picture only the NAL units say. */
      readonly keyframe: boolean
      /** Presentation after decoding, signed. */
      readonly compositionTimeMs: number
      /** NAL units behind their lengths. */
      readonly data: Uint8Array
    }
  /** End of sequence, metadata, or a command to the player. */
  | { readonly kind: 'other' }

const h264CodecId = 7
const accepted = 'H.264'
const codecNames: Readonly<Record<number, string>> = {
  2: 'Sorenson H.263',
  3: 'Screen Video',
  4: 'VP6',
  5: 'VP6 with alpha',
  6: 'Screen Video 2',
  12: 'H.265',
}
const fourCcNames: Readonly<Record<string, string>> = {
  hvc1: 'H.265',
  hev1: 'H.265',
  av01: 'AV1',
  vp08: 'VP8',
  vp09: 'VP9',
}

function signed24(bytes: Uint8Array, offset: number): number {
  const value = ((bytes[offset] ?? 0) << 16) | ((bytes[offset + 1] ?? 0) << 8) | (bytes[offset + 2] ?? 0)
  return (value << 8) >> 8
}

function atLeast(bytes: Uint8Array, length: number): void {
  if (bytes.length < length) throw new MalformedTagError({ what: 'video tag', reason: 'it ends too early' })
}

function frame(keyframe: boolean, compositionTimeMs: number, data: Uint8Array): VideoTag {
  return { kind: 'frame', keyframe, compositionTimeMs, data }
}

/** AVCVIDEOPACKET: packet type, composition time, data. */
function parseAvcPacket(bytes: Uint8Array, keyframe: boolean): VideoTag {
  atLeast(bytes, 5)
  const packetType = bytes[1]
  if (packetType === 0) return { kind: 'config', config: bytes.subarray(5) }
  if (packetType === 1) return frame(keyframe, signed24(bytes, 2), bytes.subarray(5))
  return { kind: 'other' }
}

/** ExVideoTagHeader: packet type in the low bits of the first byte, then a FourCC. */
function parseEnhanced(bytes: Uint8Array, keyframe: boolean): VideoTag {
  atLeast(bytes, 5)
  const packetType = (bytes[0] ?? 0) & 0x0f
  const fourCc = String.fromCharCode(...bytes.subarray(1, 5))
  if (packetType === 4) return { kind: 'other' }
  if (fourCc !== 'avc1') {
    const printable = /^[\x20-\x7e]{4}$/.test(fourCc) ? fourCc : 'unknown'
    throw new UnsupportedCodecError({ kind: 'video', codec: fourCcNames[fourCc] ?? printable, accepted })
  }
  if (packetType === 0) return { kind: 'config', config: bytes.subarray(5) }
  if (packetType === 1) {
    atLeast(bytes, 8)
    return frame(keyframe, signed24(bytes, 5), bytes.subarray(8))
  }
  // CodedFramesX leaves a composition time of zero out.
  if (packetType === 3) return frame(keyframe, 0, bytes.subarray(5))
  return { kind: 'other' }
}

/**
 * Reads the body of a video tag; nothing is copied.
 * @throws {MalformedTagError} when it is cut short.
 * @throws {UnsupportedCodecError} when the codec is not H.264.
 */
export function parseVideoTag(bytes: Uint8Array): VideoTag {
  const [first] = bytes
  // Some encoders send empty messages as a sign of life.
  if (first === undefined) return { kind: 'other' }
  const frameType = (first >> 4) & 7
  const keyframe = frameType === 1 || frameType === 4
  if (frameType === 5) return { kind: 'other' }
  if ((first & 0x80) !== 0) return parseEnhanced(bytes, keyframe)
  const codecId = first & 0x0f
  if (codecId === h264CodecId) return parseAvcPacket(bytes, keyframe)
  throw new UnsupportedCodecError({
    kind: 'video',
    codec: codecNames[codecId] ?? `number ${codecId}`,
    accepted,
  })
}
