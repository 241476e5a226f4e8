import type { Profile } from '../profile.ts'

/**
 * What encodes instead of the processor: NVIDIA's, Intel's by its own library, or whatever VAAPI finds. `x264` is the
 * software encoder on the same way, to try the way itself where there is no device.
 */
export type EncoderDevice = 'nvenc' | 'qsv' | 'vaapi' | 'x264'

/** A device that has passed its trial. */
export interface ChosenDevice {
  readonly id: EncoderDevice
  /** Renditions that its driver encodes at once. */
  readonly maxSessions: number
}

/** Devices encode by bitrate, and the codecs of the network's ladders; everything else stays in software. */
export function canEncodeOnDevice({ codec, quality }: Pick<Profile, 'codec' | 'quality'>): boolean {
  return (codec === 'h264' || codec === 'h265') && quality === 0
}
