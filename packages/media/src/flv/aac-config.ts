import { MalformedTagError, UnsupportedCodecError } from './errors.ts'

/** An AudioSpecificConfig (ISO/IEC 14496-3 1.6.2.1), as far as ADTS can carry it. */
export interface AacConfig {
  /** Of the core that ADTS names: 1 Main, 2 LC, 3 SSR, 4 LTP. */
  readonly objectType: number
  readonly frequencyIndex: number
  readonly sampleRateHz: number
  /** As in ADTS; 7 stands for 8 channels. */
  readonly channelConfiguration: number
  readonly channels: number
  /** RFC 6381 name with the object type first announced, e.g. `mp4a.40.2`, `mp4a.40.5`. */
  readonly codec: string
}

export const aacSampleRatesHz = [
  96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350,
] as const

/** Samples of one raw data block. */
export const samplesPerAacFrame = 1024

export function channelsOf(channelConfiguration: number): number {
  return channelConfiguration === 7 ? 8 : channelConfiguration
}

const malformed = (reason: string) => new MalformedTagError({ what: 'AAC configuration', reason })

function bitsOf(bytes: Uint8Array): (count: number) => number {
  let bit = 0
  return (count) => {
    let value = 0
    for (let i = 0; i < count; i++, bit++) {
      const byte = bytes[bit >> 3]
      if (byte === undefined) throw malformed('it ends too early')
      value = value * 2 + ((byte >> (7 - (bit & 7))) & 1)
    }
    return value
  }
}

function readFrequency(bits: (count: number) => number): number {
  const index = bits(4)
  if (index !== 15) return aacSampleRatesHz[index] ?? 0
  return bits(24)
}

function readObjectType(bits: (count: number) => number): number {
  const type = bits(5)
  return type === 31 ? 32 + bits(6) : type
}

/**
 * Reads the AAC configuration of an FLV sequence header.
 * @throws {MalformedTagError} when it is cut short.
 * @throws {UnsupportedCodecError} when ADTS cannot carry it.
 */
export function parseAacConfig(bytes: Uint8Array): AacConfig {
  const bits = bitsOf(bytes)
  const announced = readObjectType(bits)
  const sampleRateHz = readFrequency(bits)
  const channelConfiguration = bits(4)
  let objectType = announced
  // Explicit SBR or PS: the core's object type follows the extension's rate.
  if (announced === 5 || announced === 29) {
    readFrequency(bits)
    objectType = readObjectType(bits)
  }
  const frequencyIndex = (aacSampleRatesHz as readonly number[]).indexOf(sampleRateHz)
  const isCarried =
    objectType >= 1 && objectType <= 4 && channelConfiguration >= 1 && channelConfiguration <= 7
  if (!isCarried || frequencyIndex === -1) {
    const codec = `AAC of type ${announced}, ${sampleRateHz} Hz, channel layout ${channelConfiguration}`
    throw new UnsupportedCodecError({ kind: 'audio', codec, accepted: 'AAC-LC, up to 7.1 channels' })
  }
  const channels = channelsOf(channelConfiguration)
  return {
    objectType,
    frequencyIndex,
    sampleRateHz,
    channelConfiguration,
    channels,
    codec: `mp4a.40.${announced}`,
  }
}
