import { AV_BUFFERSRC_FLAG_NONE } from 'node-av/constants'
import { type FilterContext, Frame } from 'node-av/lib'
import { check, gotOne } from '../../ffmpeg/call.ts'
import type { Profile } from '../../profile.ts'
import { type PictureSize, renditionSize } from '../../rendition-size.ts'
import { canEncodeOnDevice, type EncoderDevice } from '../device-types.ts'
import type { TranscodeResult } from '../types.ts'
import { pixelFormatName } from './device-encoder.ts'
import { type FrameRate, isSameRate } from './frame-rate.ts'
import type { WorkerSettings } from './messages.ts'
import { openPictureGraph } from './picture-graph.ts'
import { Refusal } from './refusal.ts'
import { RenditionOutput } from './rendition-output.ts'
import { decodeVideo, openSegment, type SegmentInput } from './segment-input.ts'
import { sourcePicture } from './source-picture.ts'

/** Converting to a higher rate repeats frames; hostile times could ask for any number of them. */
const maxFramesPerSourceFrame = 25
const alwaysAllowedFrames = 120

interface Order {
  readonly source: Uint8Array
  readonly profiles: readonly Profile[]
  /** Encodes those of the renditions that it can. */
  readonly device?: EncoderDevice | undefined
}

/** What became of an order that a device had a part in. */
export interface DeviceOutcome {
  readonly result: TranscodeResult
  /** The device failed: the software did it. */
  readonly deviceFault: string | undefined
}

/** As {@link transcodeSegment}, and by software when a device fails. */
export function transcodeWithFallback(order: Order, settings: WorkerSettings): DeviceOutcome {
  if (order.device === undefined) return { result: transcodeSegment(order, settings), deviceFault: undefined }
  try {
    return { result: transcodeSegment(order, settings), deviceFault: undefined }
  } catch (error) {
    if (error instanceof Refusal) throw error
    const deviceFault = error instanceof Error ? error.message : String(error)
    return { result: transcodeSegment({ ...order, device: undefined }, settings), deviceFault }
  }
}

/**
 * Transcodes one MPEG-TS segment into all its renditions in this process and thread. Each rendition keeps the
 * presentation times of the source exactly, begins with an IDR frame and has the audio copied.
 * @throws {Refusal} when segment or order are at fault, {FfmpegCallError} when FFmpeg fails otherwise.
 */
export function transcodeSegment(
  { source, profiles, device }: Order,
  settings: WorkerSettings,
): TranscodeResult {
  using resources = new DisposableStack()
  const input = openSegment(source, resources)
  let fanOut: FanOut | undefined
  let decodedFrames = 0
  let decodedPixels = 0n
  decodeVideo(input, { threads: settings.threads, resources }, (frame) => {
    fanOut ??= openFanOut({ input, profiles, settings, frame, device }, resources)
    decodedFrames += 1
    decodedPixels += BigInt(frame.width) * BigInt(frame.height)
    fanOut.push(frame, decodedFrames)
  })
  if (!fanOut) throw new Refusal('UNREADABLE_SEGMENT', 'none of its video can be decoded')
  fanOut.push(null, decodedFrames)
  return { renditions: fanOut.outputs.map((output) => output.finish()), decodedPixels }
}

interface FanOut {
  readonly outputs: readonly RenditionOutput[]
  /** Takes a source frame, or null at the end. */
  push(frame: Frame | null, decodedFrames: number): void
}

interface FanOutFacts {
  readonly input: SegmentInput
  readonly profiles: readonly Profile[]
  readonly settings: WorkerSettings
  readonly device: EncoderDevice | undefined
  /** The first decoded frame: only now size, aspect and turn are known. */
  readonly frame: Frame
}

function openFanOut(
  { input, profiles, settings, frame, device }: FanOutFacts,
  resources: DisposableStack,
): FanOut {
  const picture = sourcePicture(frame, input.video.timeBase)
  const orders = profiles.map((profile) => ({
    size: checkedSize(profile, picture.size),
    frameRate: convertedRate(profile, input.frameRate),
    pixelFormat: pixelFormatName(deviceFor(profile, device)),
  }))
  const graph = openPictureGraph(picture, orders, resources)
  const outputs = profiles.map((profile, index) => {
    const filtered = graph.outputs[index]
    if (!filtered) throw new Error('A rendition has no picture.')
    const frameRate = orders[index]?.frameRate ?? input.frameRate
    const order = { profile, picture: filtered, frameRate, settings, device: deviceFor(profile, device) }
    return new RenditionOutput(order, input, resources)
  })
  const filtered = resources.adopt(new Frame(), (owned) => owned.free())
  filtered.alloc()
  return {
    outputs,
    push(source, decodedFrames) {
      check(graph.input.buffersrcAddFrameSync(source, AV_BUFFERSRC_FLAG_NONE), 'filter')
      graph.outputs.forEach((from, index) => {
        const output = outputs[index]
        if (output) drain(from, { output, filtered, limit: runawayLimit(decodedFrames) })
      })
    },
  }
}

function deviceFor(profile: Profile, device: EncoderDevice | undefined): EncoderDevice | undefined {
  return canEncodeOnDevice(profile) ? device : undefined
}

function drain(
  from: FilterContext,
  { output, filtered, limit }: { output: RenditionOutput; filtered: Frame; limit: number },
): void {
  while (gotOne(from.buffersinkGetFrameSync(filtered), 'filter')) {
    if (output.frames > limit)
      throw new Refusal('RUNAWAY_FRAMES', `its times ask for more than ${limit} frames`)
    output.push(filtered)
    filtered.unref()
  }
}

function runawayLimit(decodedFrames: number): number {
  return alwaysAllowedFrames + maxFramesPerSourceFrame * decodedFrames
}

/** Undefined when the source's rate is near enough: each frame then keeps its own time. */
function convertedRate({ fps, fpsDen }: Profile, source: FrameRate): FrameRate | undefined {
  if (fps === 0) return undefined
  const wanted = { num: fps, den: fpsDen }
  return isSameRate(source, wanted) ? undefined : wanted
}

function checkedSize(profile: Profile, source: PictureSize): PictureSize {
  const size = renditionSize(profile, source)
  if (Math.min(size.widthPx, size.heightPx) >= 16) return size
  throw new Refusal('UNSUPPORTED_PROFILE', `its picture is too narrow for the rendition ${profile.name}`)
}
