import {
  AV_CODEC_FLAG_GLOBAL_HEADER,
  AV_PICTURE_TYPE_NONE,
  AV_PIX_FMT_YUV420P,
  type FFVideoEncoder,
} from 'node-av/constants'
import {
  Codec,
  CodecContext,
  type FilterContext,
  type FormatContext,
  type Frame,
  Packet,
  Rational,
  type Stream,
} from 'node-av/lib'
import { check, FfmpegCallError, gotOne, isDamaged, setOptions } from '../../ffmpeg/call.ts'
import { type MemoryWriter, writeToMemory } from '../../ffmpeg/memory-io.ts'
import { endFile, openMuxer } from '../../ffmpeg/muxer.ts'
import type { Profile } from '../../profile.ts'
import type { EncoderDevice } from '../device-types.ts'
import type { TranscodedRendition } from '../types.ts'
import { addCopiedTrack, copyAudio } from './audio-copy.ts'
import { deviceEncoderName, deviceOptions, type PictureUpload, prepareDevice } from './device-encoder.ts'
import { encoderOptions, encoders } from './encoder-options.ts'
import type { FrameRate } from './frame-rate.ts'
import type { WorkerSettings } from './messages.ts'
import { Refusal } from './refusal.ts'
import type { SegmentInput } from './segment-input.ts'

export interface RenditionOrder {
  readonly profile: Profile
  /** Filtered pictures come out of here, in their final size. */
  readonly picture: FilterContext
  readonly frameRate: FrameRate
  readonly settings: WorkerSettings
  /** Encodes instead of the processor. */
  readonly device?: EncoderDevice | undefined
}

/** Players put the segments of all renditions on one time line. */
const exactTimes = { max_delay: '0', avoid_negative_ts: 'disabled', max_interleave_delta: '0' }

/** The audio that every rendition carries unchanged. */
export type AudioToCopy = Pick<SegmentInput, 'audio' | 'audioPackets'>

/** One encoder and one muxer: pictures in, the bytes of one rendition out. */
export class RenditionOutput {
  readonly #order: RenditionOrder
  readonly #encoder: CodecContext
  readonly #format: FormatContext
  readonly #writer: MemoryWriter
  readonly #video: Stream
  readonly #packet: Packet
  readonly #upload: PictureUpload | undefined
  #lastPts: bigint | undefined
  #frames = 0

  /**
   * Opens encoder and muxer and lays the audio, copied, into the muxer's interleaving queue.
   * @throws {Refusal} when the profile cannot be encoded.
   */
  constructor(order: RenditionOrder, input: AudioToCopy, resources: DisposableStack) {
    this.#order = order
    this.#packet = resources.adopt(new Packet(), (packet) => packet.free())
    this.#packet.alloc()
    const { encoder, upload } = openEncoder(order, resources)
    this.#encoder = encoder
    this.#upload = upload
    this.#writer = writeToMemory()
    this.#format = openRendition(order.profile, this.#writer, resources)
    this.#video = this.#format.newStream(null)
    check(this.#encoder.parametersFromContext(this.#video.codecpar), 'encoder parameters')
    this.#video.timeBase = this.#encoder.timeBase
    const audio = input.audio && addCopiedTrack(this.#format, input.audio)
    check(this.#format.writeHeaderSync(null), 'write header')
    if (!input.audio || !audio) return
    const copy = { packets: input.audioPackets, from: input.audio, to: audio, into: order.profile.format }
    copyAudio(this.#format, copy, resources)
  }

  /** Frames encoded so far. */
  get frames(): number {
    return this.#frames
  }

  /** Encodes a picture; one that is not later than its predecessor is left out, since no player could place it. */
  push(picture: Frame): void {
    if (this.#lastPts !== undefined && picture.pts <= this.#lastPts) return
    this.#lastPts = picture.pts
    // Or the types of the source's frames are forced on the encoder.
    picture.pictType = AV_PICTURE_TYPE_NONE
    const taken = this.#upload?.upload(picture) ?? picture
    check(this.#encoder.sendFrameSync(taken), 'encode')
    this.#drain()
  }

  finish(): TranscodedRendition {
    check(this.#encoder.sendFrameSync(null), 'end encoding')
    this.#drain()
    endFile(this.#format)
    const widthPx = this.#encoder.width
    const heightPx = this.#encoder.height
    return {
      profile: this.#order.profile,
      bytes: this.#writer.bytes(),
      pixels: BigInt(this.#frames) * BigInt(widthPx) * BigInt(heightPx),
      widthPx,
      heightPx,
    }
  }

  #drain(): void {
    while (gotOne(this.#encoder.receivePacketSync(this.#packet), 'encode')) {
      this.#frames += 1
      this.#packet.streamIndex = this.#video.index
      this.#packet.rescaleTs(this.#encoder.timeBase, this.#video.timeBase)
      const result = this.#format.interleavedWriteFrameSync(this.#packet)
      // The audio that waits for its turn is written here, too: a packet of it that is broken is left out.
      if (!isDamaged(result)) check(result, 'write video')
    }
  }
}

interface OpenedEncoder {
  readonly encoder: CodecContext
  readonly upload: PictureUpload | undefined
}

function openEncoder(order: RenditionOrder, resources: DisposableStack): OpenedEncoder {
  const { profile, picture, frameRate, settings, device } = order
  const name = device === undefined ? encoders[profile.codec] : deviceEncoderName(device, profile)
  const codec = name === undefined ? null : Codec.findEncoderByName(name as FFVideoEncoder)
  if (!codec) throw new Refusal('UNSUPPORTED_PROFILE', `there is no encoder for ${profile.codec}`)
  const encoder = resources.adopt(new CodecContext(), (context) => context.freeContext())
  encoder.allocContext3(codec)
  encoder.width = picture.buffersinkGetWidth()
  encoder.height = picture.buffersinkGetHeight()
  encoder.pixelFormat = AV_PIX_FMT_YUV420P
  encoder.timeBase = picture.buffersinkGetTimeBase()
  encoder.framerate = new Rational(frameRate.num, frameRate.den)
  encoder.sampleAspectRatio = picture.buffersinkGetSampleAspectRatio()
  encoder.colorSpace = picture.buffersinkGetColorspace()
  encoder.colorRange = picture.buffersinkGetColorRange()
  encoder.threadCount = settings.threads
  if (profile.format === 'mp4') encoder.setFlags(AV_CODEC_FLAG_GLOBAL_HEADER)
  try {
    const upload = device && prepareDevice(device, encoder, resources)
    const options =
      device === undefined
        ? encoderOptions(profile, frameRate, settings)
        : deviceOptions(device, profile, frameRate)
    setOptions(encoder, options)
    check(encoder.open2Sync(codec, null), `open encoder ${name}`)
    return { encoder, upload }
  } catch (error) {
    // A device that does not open is not the order's fault.
    if (!(error instanceof FfmpegCallError) || device !== undefined) throw error
    throw new Refusal('UNSUPPORTED_PROFILE', `the rendition ${profile.name} cannot be encoded`)
  }
}

function openRendition(profile: Profile, { io }: MemoryWriter, resources: DisposableStack): FormatContext {
  const { format, codec } = profile
  if (format === 'mpegts' && (codec === 'vp8' || codec === 'vp9'))
    throw new Refusal('UNSUPPORTED_PROFILE', `MPEG-TS cannot hold ${codec}`)
  resources.defer(() => io.freeContext())
  return openMuxer(format, { io, options: exactTimes }, resources)
}
