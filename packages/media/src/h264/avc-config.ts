import { MalformedH264Error } from './errors.ts'
import { nalType, typeOfNal } from './nal.ts'
import { parseSps, type SequenceParameters } from './sps.ts'

/** An AVCDecoderConfigurationRecord (ISO/IEC 14496-15 5.3.3.1): what FLV sends as the sequence header. */
export interface AvcConfig {
  /** Bytes before each NAL unit that hold its length. */
  readonly lengthSize: number
  readonly sps: readonly Uint8Array[]
  readonly pps: readonly Uint8Array[]
  /** The first parameter set, read. */
  readonly parameters: SequenceParameters
}

function fail(reason: string): never {
  throw new MalformedH264Error({ what: 'decoder configuration', reason })
}

/**
 * Reads a decoder configuration. The parameter sets are copies.
 * @throws {MalformedH264Error} when it is cut short or has no usable parameter set.
 */
export function parseAvcConfig(bytes: Uint8Array): AvcConfig {
  if (bytes.length < 7 || bytes[0] !== 1) fail('it does not begin as version 1')
  let offset = 5
  const byte = (): number => bytes[offset++] ?? fail('it ends too early')
  const sets = (count: number): Uint8Array[] =>
    Array.from({ length: count }, () => {
      const length = byte() * 256 + byte()
      if (length === 0 || offset + length > bytes.length) fail('a parameter set passes its end')
      offset += length
      return bytes.slice(offset - length, offset)
    })
  const lengthSize = ((bytes[4] ?? 0) & 3) + 1
  const sps = sets(byte() & 0x1f)
  const pps = sets(byte())
  const [first] = sps
  if (first === undefined || pps.length === 0) fail('it has no parameter sets')
  return { lengthSize, sps, pps, parameters: parseSps(first) }
}

/**
 * The configuration that holds from a keyframe on: parameter sets inside its access unit go before those
 * announced earlier.
 * @returns the same object when the access unit brings none.
 * @throws {MalformedH264Error} when its parameter set is broken.
 */
export function withInBandParameters(config: AvcConfig, nals: readonly Uint8Array[]): AvcConfig {
  const sps = nals.filter((nal) => typeOfNal(nal) === nalType.sps)
  const pps = nals.filter((nal) => typeOfNal(nal) === nalType.pps)
  const [first] = sps
  if (first === undefined) return config
  return {
    lengthSize: config.lengthSize,
    sps: sps.map((nal) => nal.slice()),
    pps: pps.length > 0 ? pps.map((nal) => nal.slice()) : config.pps,
    parameters: parseSps(first),
  }
}
