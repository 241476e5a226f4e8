import { MalformedTagError, UnsupportedCodecError } from './errors.ts'

/** Body of an FLV audio tag, read (Adobe FLV 10.1 E.4.2, and its enhancement by FourCC). */
export type AudioTag =
  | { readonly kind: 'config'; readonly config: Uint8Array }
  /** One raw AAC data block. */
  | { readonly kind: 'frame'; readonly data: Uint8Array }
  | { readonly kind: 'other' }

const aacFormat = 10
const enhancedFormat = 9
const formatNames: Readonly<Record<number, string>> = {
  0: 'PCM',
  1: 'ADPCM',
  2: 'MP3',
  3: 'PCM',
  4: 'Nellymoser',
  5: 'Nellymoser',
  6: 'Nellymoser',
  7: 'G.711 A-law',
  8: 'G.711 mu-law',
  11: 'Speex',
  14: 'MP3',
}
const fourCcNames: Readonly<Record<string, string>> = {
  Opus: 'Opus',
  'ac-3': 'AC-3',
  'ec-3': 'E-AC-3',
  '.mp3': 'MP3',
  fLaC: 'FLAC',
}

const unsupported = (codec: string) => new UnsupportedCodecError({ kind: 'audio', codec, accepted: 'AAC' })

function parseEnhanced(bytes: Uint8Array): AudioTag {
  if (bytes.length < 5) throw new MalformedTagError({ what: 'audio tag', reason: 'it ends too early' })
  const packetType = (bytes[0] ?? 0) & 0x0f
  const fourCc = String.fromCharCode(...bytes.subarray(1, 5))
  if (fourCc !== 'mp4a') throw unsupported(fourCcNames[fourCc] ?? 'unknown')
  if (packetType === 0) return { kind: 'config', config: bytes.subarray(5) }
  if (packetType === 1) return { kind: 'frame', data: bytes.subarray(5) }
  return { kind: 'other' }
}

/**
 * Reads the body of an audio tag; nothing is copied.
 * @throws {MalformedTagError} when it is cut short.
 * @throws {UnsupportedCodecError} when the codec is not AAC.
 */
export function parseAudioTag(bytes: Uint8Array): AudioTag {
  const [first, packetType] = bytes
  if (first === undefined) return { kind: 'other' }
  const format = first >> 4
  if (format === enhancedFormat) return parseEnhanced(bytes)
  if (format !== aacFormat) throw unsupported(formatNames[format] ?? `number ${format}`)
  if (packetType === undefined) return { kind: 'other' }
  const data = bytes.subarray(2)
  return packetType === 0 ? { kind: 'config', config: data } : { kind: 'frame', data }
}
