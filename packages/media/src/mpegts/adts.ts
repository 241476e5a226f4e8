import { type AacConfig, aacSampleRatesHz, channelsOf } from '../flv/aac-config.ts'
import type { AudioTrackInfo } from '../segment.ts'

const adtsHeaderBytes = 7
/** The frame length field has 13 bits. */
export const maxAacFrameBytes = 8191 - adtsHeaderBytes

/** Writes the header of one ADTS frame without CRC (ISO/IEC 14496-3 1.A.2). */
export function adtsHeader(config: AacConfig, dataBytes: number): Uint8Array {
  const length = dataBytes + adtsHeaderBytes
  const { objectType, frequencyIndex, channelConfiguration } = config
  return Uint8Array.of(
    0xff,
    0xf1,
    ((objectType - 1) << 6) | (frequencyIndex << 2) | (channelConfiguration >> 2),
    ((channelConfiguration & 3) << 6) | (length >> 11),
    (length >> 3) & 0xff,
    ((length & 7) << 5) | 0x1f,
    0xfc,
  )
}

/** Reads what the first ADTS header says; undefined when the bytes do not begin with one. */
export function parseAdtsHeader(bytes: Uint8Array): AudioTrackInfo | undefined {
  const [sync, flags, third, fourth] = bytes
  if (sync !== 0xff || flags === undefined || (flags & 0xf6) !== 0xf0) return undefined
  if (third === undefined || fourth === undefined) return undefined
  const sampleRateHz = aacSampleRatesHz[(third >> 2) & 0x0f]
  if (sampleRateHz === undefined) return undefined
  const channels = channelsOf(((third & 1) << 2) | (fourth >> 6))
  return { codec: `mp4a.40.${(third >> 6) + 1}`, sampleRateHz, channels }
}
