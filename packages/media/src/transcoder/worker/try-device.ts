import { AV_LOG_ERROR, AV_LOG_QUIET } from 'node-av/constants'
import { Log } from 'node-av/lib'
import { h264Profile } from '../../presets.ts'
import type { Profile } from '../../profile.ts'
import type { EncoderDevice } from '../device-types.ts'
import { inspectRendition } from './inspect-rendition.ts'
import { meanLuma } from './mean-luma.ts'
import { makeSample } from './sample.ts'
import { transcodeSegment } from './transcode-segment.ts'

const settings = { preset: 'ultrafast', threads: 0 } as const
const sampleFrames = 30
const trials: readonly Profile[] = [
  h264Profile({ name: 'large', widthPx: 640, heightPx: 360, bitrateBps: 1_000_000 }),
  h264Profile({ name: 'small', widthPx: 256, heightPx: 144, bitrateBps: 300_000 }),
]
/** Brightness, of 255, by which the pictures of device and software may differ in the middle. */
const lumaTolerance = 12
/** More are not asked for at once. */
const mostSessions = 32
const keptReasonLines = 3

/**
 * Encodes a real sample on a device, decodes the result and holds it against what the software makes of it, then asks
 * for more and more sessions until the driver refuses one.
 * @returns how many renditions it encodes at once.
 * @throws {Error} with FFmpeg's own reason when it does not work.
 */
export function tryDevice(device: EncoderDevice): number {
  const reasons: string[] = []
  // The sample is our own: what FFmpeg says about it is no stranger's text.
  Log.setLevel(AV_LOG_ERROR)
  Log.setCallback((_level, message) => reasons.push(message.trim()))
  try {
    checkResult(device)
    return countSessions(device)
  } catch (error) {
    const own = error instanceof Error ? error.message : String(error)
    const told = reasons.filter((line) => line !== '').slice(0, keptReasonLines)
    throw new Error([own, ...told].join('; '), { cause: error })
  } finally {
    Log.resetCallback()
    Log.setLevel(AV_LOG_QUIET)
  }
}

function checkResult(device: EncoderDevice): void {
  const source = makeSample()
  const { renditions } = transcodeSegment({ source, profiles: trials, device }, settings)
  const { renditions: expected } = transcodeSegment({ source, profiles: trials }, settings)
  renditions.forEach(({ profile, bytes, pixels }, index) => {
    const seen = inspectRendition({ bytes, format: 'mpegts' })
    const isSize = seen.widthPx === profile.widthPx && seen.heightPx === profile.heightPx
    if (seen.frames !== sampleFrames || !isSize || seen.pixels !== pixels) {
      const got = `${seen.frames} frames of ${seen.widthPx}x${seen.heightPx}`
      throw new Error(`it made ${got} of ${sampleFrames} of ${profile.widthPx}x${profile.heightPx}`)
    }
    const difference = Math.abs(meanLuma(bytes) - meanLuma(expected[index]?.bytes ?? new Uint8Array()))
    if (!(difference <= lumaTolerance)) throw new Error('its pictures are not those of the sample')
  })
}

/** One segment with so many renditions has so many encoders open at once. */
function countSessions(device: EncoderDevice): number {
  const source = makeSample()
  let [good, tooMany] = [trials.length, mostSessions + 1]
  while (tooMany - good > 1) {
    const count = good * 2 < tooMany ? good * 2 : Math.floor((good + tooMany) / 2)
    if (opens(device, source, count)) good = count
    else tooMany = count
  }
  return good
}

function opens(device: EncoderDevice, source: Uint8Array, count: number): boolean {
  const profiles = Array.from({ length: count }, (_, index) =>
    h264Profile({ name: `s${index}`, widthPx: 256, heightPx: 144, bitrateBps: 100_000 }),
  )
  try {
    transcodeSegment({ source, profiles, device }, settings)
    return true
  } catch {
    return false
  }
}
