import { type AvcConfig, withInBandParameters } from '../h264/avc-config.ts'

function isSame(one: AvcConfig | undefined, other: AvcConfig): boolean {
  if (one === undefined || one.lengthSize !== other.lengthSize) return false
  const bytes = (config: AvcConfig) => Buffer.concat([...config.sps, ...config.pps])
  return bytes(one).equals(bytes(other))
}

/** Which decoder configuration holds, from sequence headers and from inside of keyframes. */
export class VideoParameters {
  #announced: AvcConfig | undefined
  #current: AvcConfig | undefined

  get current(): AvcConfig | undefined {
    return this.#current
  }

  /** A sequence header; many encoders repeat it. @returns whether it changes anything. */
  announce(config: AvcConfig): boolean {
    if (isSame(this.#announced, config)) return false
    this.#announced = config
    const isChanged = !isSame(this.#current, config)
    this.#current = config
    return isChanged
  }

  /** NAL units of a keyframe. @returns whether they change anything. */
  keyframe(config: AvcConfig, nals: readonly Uint8Array[]): boolean {
    const inBand = withInBandParameters(config, nals)
    if (inBand === config || isSame(config, inBand)) return false
    this.#current = inBand
    return true
  }
}
