import {
  AV_BUFFERSRC_FLAG_NONE,
  AV_CODEC_FLAG_FRAME_DURATION,
  AV_CODEC_FLAG_GLOBAL_HEADER,
  AV_PICTURE_TYPE_I,
  AV_PICTURE_TYPE_NONE,
  AV_PIX_FMT_YUV420P,
  AVMEDIA_TYPE_VIDEO,
  FF_ENCODER_AAC,
  FF_ENCODER_LIBX264,
} from 'node-av/constants'
import {
  Codec,
  CodecContext,
  Filter,
  type FilterContext,
  FilterGraph,
  Frame,
  Packet,
  Rational,
  type Stream,
} from 'node-av/lib'
import { check, gotOne, setOptions } from '../../ffmpeg/call.ts'

export interface TrackEncoderOptions {
  readonly preset: 'ultrafast' | 'superfast'
  /** Encoder and decoder give each frame back at once, for live use. */
  readonly isLive?: boolean
  /** One more filter on the picture, with its arguments. */
  readonly overlay?: readonly [name: string, args: string]
}

const gopSeconds = 2
const audioBitrateBps = 128_000

/** Decodes one track of a clip and encodes it anew, as RTMP wants it: H.264 without B-frames, or AAC. */
export class TrackEncoder {
  readonly #isVideo: boolean
  readonly #decoder: CodecContext
  readonly #encoder: CodecContext
  readonly #input: FilterContext
  readonly #output: FilterContext
  readonly #frame: Frame
  readonly #packet: Packet
  #nextKeySeconds = 0

  constructor(stream: Stream, options: TrackEncoderOptions, resources: DisposableStack) {
    this.#isVideo = stream.codecpar.codecType === AVMEDIA_TYPE_VIDEO
    this.#decoder = openDecoder(stream, options, resources)
    const steps = this.#isVideo ? videoSteps(stream, options) : audioSteps(stream)
    const [input, output] = openGraph(steps, resources)
    this.#input = input
    this.#output = output
    this.#encoder = this.#isVideo
      ? openVideoEncoder(stream, output, options, resources)
      : openAudioEncoder(output, resources)
    this.#frame = resources.adopt(new Frame(), (owned) => owned.free())
    this.#frame.alloc()
    this.#packet = resources.adopt(new Packet(), (owned) => owned.free())
    this.#packet.alloc()
  }

  /** Time base of the packets that come out. */
  get timeBase(): Rational {
    return this.#encoder.timeBase
  }

  /** Writes the parameters of what comes out into a stream of a muxer. */
  describe(to: Stream): void {
    check(this.#encoder.parametersFromContext(to.codecpar), 'encoder parameters')
    to.timeBase = this.#encoder.timeBase
  }

  /** Takes a packet of the clip, or null at the end; the packets handed out are reused after the call. */
  send(packet: Packet | null, onPacket: (packet: Packet) => void): void {
    // A packet that cannot be decoded is passed over.
    if (this.#decoder.sendPacketSync(packet) < 0 && packet) return
    while (gotOne(this.#decoder.receiveFrameSync(this.#frame), 'decode')) {
      this.#frame.pts = this.#frame.bestEffortTimestamp
      check(this.#input.buffersrcAddFrameSync(this.#frame, AV_BUFFERSRC_FLAG_NONE), 'filter')
      this.#frame.unref()
      this.#encodeFiltered(onPacket)
    }
    if (packet) return
    check(this.#input.buffersrcAddFrameSync(null, AV_BUFFERSRC_FLAG_NONE), 'filter')
    this.#encodeFiltered(onPacket)
    check(this.#encoder.sendFrameSync(null), 'end encoding')
    this.#drain(onPacket)
  }

  #encodeFiltered(onPacket: (packet: Packet) => void): void {
    while (gotOne(this.#output.buffersinkGetFrameSync(this.#frame), 'filter')) {
      if (this.#isVideo) this.#placeKeyFrame(this.#frame)
      check(this.#encoder.sendFrameSync(this.#frame), 'encode')
      this.#frame.unref()
      this.#drain(onPacket)
    }
  }

  /** By time and not by count, so that a clip of uneven frames is cut evenly too. */
  #placeKeyFrame(frame: Frame): void {
    const { num, den } = this.#encoder.timeBase
    const seconds = (Number(frame.pts) * num) / den
    const isKey = seconds >= this.#nextKeySeconds - 0.001
    frame.pictType = isKey ? AV_PICTURE_TYPE_I : AV_PICTURE_TYPE_NONE
    if (isKey) this.#nextKeySeconds = (Math.floor((seconds + 0.001) / gopSeconds) + 1) * gopSeconds
  }

  #drain(onPacket: (packet: Packet) => void): void {
    while (gotOne(this.#encoder.receivePacketSync(this.#packet), 'encode')) {
      onPacket(this.#packet)
      this.#packet.unref()
    }
  }
}

type Step = readonly [name: string, args: string | null]

function openDecoder(
  stream: Stream,
  { isLive = false }: TrackEncoderOptions,
  resources: DisposableStack,
): CodecContext {
  const codec = Codec.findDecoder(stream.codecpar.codecId)
  if (!codec) throw new Error('There is no decoder for this stream.')
  const decoder = resources.adopt(new CodecContext(), (context) => context.freeContext())
  decoder.allocContext3(codec)
  check(decoder.parametersToContext(stream.codecpar), 'decoder parameters')
  decoder.pktTimebase = stream.timeBase
  // Frame threads hold frames back.
  decoder.threadCount = isLive ? 1 : 0
  check(decoder.open2Sync(codec, null), 'open decoder')
  return decoder
}

function videoSteps({ codecpar, timeBase }: Stream, { overlay }: TrackEncoderOptions): Step[] {
  const sar = codecpar.sampleAspectRatio
  const aspect = sar.num > 0 ? `${sar.num}/${sar.den}` : '1/1'
  const source = [
    `video_size=${codecpar.width}x${codecpar.height}:pix_fmt=${codecpar.format}`,
    `time_base=${timeBase.num}/${timeBase.den}:pixel_aspect=${aspect}`,
  ]
  return [
    ['buffer', source.join(':')],
    ['scale', "w='trunc(iw*max(sar,1)/2)*2':h='trunc(ih/2)*2'"],
    ['setsar', '1'],
    ['format', 'pix_fmts=yuv420p'],
    ...(overlay ? [overlay] : []),
    ['buffersink', null],
  ]
}

function audioSteps({ codecpar, timeBase }: Stream): Step[] {
  const { mask } = codecpar.channelLayout
  const layout = mask > 0n ? `channel_layout=0x${mask.toString(16)}` : `channels=${codecpar.channels}`
  const source = [
    `sample_rate=${codecpar.sampleRate}:sample_fmt=${codecpar.format}`,
    `${layout}:time_base=${timeBase.num}/${timeBase.den}`,
  ]
  return [
    ['abuffer', source.join(':')],
    // Gaps become silence, and it begins with the picture.
    ['aresample', '48000:async=1:first_pts=0'],
    ['aformat', 'sample_fmts=fltp:sample_rates=48000:channel_layouts=stereo'],
    ['asetnsamples', 'n=1024:p=1'],
    ['abuffersink', null],
  ]
}

function openGraph(
  steps: readonly Step[],
  resources: DisposableStack,
): [input: FilterContext, output: FilterContext] {
  const graph = resources.adopt(new FilterGraph(), (owned) => owned.free())
  graph.alloc()
  graph.nbThreads = 1
  const contexts: FilterContext[] = []
  for (const [name, args] of steps) {
    const filter = Filter.getByName(name)
    const context = filter && graph.createFilter(filter, name, args)
    if (!context) throw new Error(`The filter ${name} cannot be made.`)
    const last = contexts.at(-1)
    if (last) check(last.link(0, context, 0), `link ${name}`)
    contexts.push(context)
  }
  check(graph.configSync(), 'configure filters')
  const [input] = contexts
  const output = contexts.at(-1)
  if (!input || !output) throw new Error('A graph needs filters.')
  return [input, output]
}

function openVideoEncoder(
  stream: Stream,
  output: FilterContext,
  { preset, isLive = false }: TrackEncoderOptions,
  resources: DisposableStack,
): CodecContext {
  const codec = Codec.findEncoderByName(FF_ENCODER_LIBX264)
  const encoder = resources.adopt(new CodecContext(), (context) => context.freeContext())
  encoder.allocContext3(codec)
  encoder.width = output.buffersinkGetWidth()
  encoder.height = output.buffersinkGetHeight()
  encoder.pixelFormat = AV_PIX_FMT_YUV420P
  encoder.timeBase = output.buffersinkGetTimeBase()
  encoder.framerate = stream.avgFrameRate.num > 0 ? stream.avgFrameRate : new Rational(30, 1)
  encoder.sampleAspectRatio = new Rational(1, 1)
  // Durations too: the length of the last frame is part of the length of a loop.
  encoder.setFlags(AV_CODEC_FLAG_GLOBAL_HEADER, AV_CODEC_FLAG_FRAME_DURATION)
  const rate = { crf: '21', maxrate: '6000000', bufsize: '6000000' }
  const keyFrames = { g: '9999', sc_threshold: '0', bf: '0', 'forced-idr': '1' }
  setOptions(encoder, { preset, ...(isLive ? { tune: 'zerolatency' } : {}), ...rate, ...keyFrames })
  check(encoder.open2Sync(codec, null), 'open encoder')
  return encoder
}

function openAudioEncoder(output: FilterContext, resources: DisposableStack): CodecContext {
  const codec = Codec.findEncoderByName(FF_ENCODER_AAC)
  const encoder = resources.adopt(new CodecContext(), (context) => context.freeContext())
  encoder.allocContext3(codec)
  encoder.sampleRate = output.buffersinkGetSampleRate()
  encoder.sampleFormat = output.buffersinkGetFormat() as typeof encoder.sampleFormat
  encoder.channelLayout = output.buffersinkGetChannelLayout()
  encoder.timeBase = new Rational(1, output.buffersinkGetSampleRate())
  encoder.bitRate = BigInt(audioBitrateBps)
  encoder.setFlags(AV_CODEC_FLAG_GLOBAL_HEADER)
  check(encoder.open2Sync(codec, null), 'open audio encoder')
  return encoder
}
