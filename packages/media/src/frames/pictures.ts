import { AV_NOPTS_VALUE } from 'node-av/constants'
import { type CodecContext, Frame, type Stream } from 'node-av/lib'
import { gotOne } from '../ffmpeg/call.ts'
import { type FilterChain, filterPicture, openFilterChain, packPlane } from '../ffmpeg/filter-chain.ts'
import { forEachPacket, type MediaSource, openDecoder, openMedia } from './open-media.ts'

/** A decoded picture, 8 bits a sample: one plane of grey, or red, green and blue in turn. */
export interface Picture {
  readonly format: 'grey' | 'rgb'
  readonly widthPx: number
  readonly heightPx: number
  /** Presentation time in 90 kHz ticks. */
  readonly pts: number
  readonly samples: Uint8Array
}

export interface PictureOptions {
  readonly format: 'grey' | 'rgb'
  /** Size to scale to; the video's own when left out. */
  readonly size?: { readonly widthPx: number; readonly heightPx: number }
  /** Which frames, by presentation time in 90 kHz ticks: the nearest frame for each. All frames when left out. */
  readonly atPts?: readonly number[]
}

/**
 * Decodes pictures, in the order of `atPts`.
 * @throws {FfmpegCallError} when it is not media or has no video.
 */
export function decodePictures(source: MediaSource, options: PictureOptions): readonly Picture[] {
  const wanted = options.atPts && nearest(framePts(source), options.atPts)
  const pictures = new Map<number, Picture>()
  forEachFrame(source, (frame, { pts, convert }) => {
    if (!wanted || wanted.includes(pts)) pictures.set(pts, convert(frame, pts, options))
  })
  if (!wanted) return [...pictures.values()]
  return wanted.flatMap((pts) => pictures.get(pts) ?? [])
}

/** Decodes everything and counts the frames: what a viewer sees, not what the container declares. */
export function countFrames(source: MediaSource): number {
  return framePts(source).length
}

/** Presentation times of all decoded frames in 90 kHz ticks, in order. */
export function framePts(source: MediaSource): readonly number[] {
  const times: number[] = []
  forEachFrame(source, (_frame, { pts }) => times.push(pts))
  return times
}

function nearest(times: readonly number[], wanted: readonly number[]): number[] {
  return wanted.map((target) =>
    times.reduce((best, next) => (Math.abs(next - target) < Math.abs(best - target) ? next : best), Infinity),
  )
}

interface FrameFacts {
  readonly pts: number
  readonly convert: (frame: Frame, pts: number, options: PictureOptions) => Picture
}

function forEachFrame(source: MediaSource, onFrame: (frame: Frame, facts: FrameFacts) => void): void {
  using resources = new DisposableStack()
  const { format, video } = openMedia(source, resources)
  if (!video) throw new Error('There is no video to decode.')
  const decoder = openDecoder(video, resources)
  const converter = new PictureConverter(resources)
  const frame = resources.adopt(new Frame(), (owned) => owned.free())
  frame.alloc()
  const convert = (from: Frame, pts: number, options: PictureOptions) =>
    converter.convert(from, { pts, options })
  const drain = () => drainDecoder(decoder, frame, video, (pts) => onFrame(frame, { pts, convert }))
  forEachPacket(format, (packet) => {
    if (packet.streamIndex !== video.index) return
    decoder.sendPacketSync(packet)
    drain()
  })
  decoder.sendPacketSync(null)
  drain()
}

function drainDecoder(
  decoder: CodecContext,
  frame: Frame,
  { timeBase }: Stream,
  onFrame: (pts: number) => void,
): void {
  while (gotOne(decoder.receiveFrameSync(frame), 'decode')) {
    const time = frame.bestEffortTimestamp
    if (time !== AV_NOPTS_VALUE) onFrame(Math.round((Number(time) * timeBase.num * 90_000) / timeBase.den))
    frame.unref()
  }
}

/** Scales and converts; the filters are made anew when the size of the source changes. */
class PictureConverter {
  readonly #resources: DisposableStack
  readonly #out: Frame
  #key = ''
  #chain: FilterChain | undefined

  constructor(resources: DisposableStack) {
    this.#resources = resources
    this.#out = resources.adopt(new Frame(), (owned) => owned.free())
    this.#out.alloc()
  }

  convert(frame: Frame, { pts, options }: { pts: number; options: PictureOptions }): Picture {
    const size = options.size ?? { widthPx: frame.width, heightPx: frame.height }
    filterPicture(this.#chainFor(frame, size, options.format), frame, this.#out)
    const bytes = size.widthPx * (options.format === 'rgb' ? 3 : 1)
    const samples = packPlane(this.#out, 0, { bytes, count: size.heightPx })
    this.#out.unref()
    return { format: options.format, ...size, pts, samples }
  }

  #chainFor(frame: Frame, size: { widthPx: number; heightPx: number }, format: 'grey' | 'rgb'): FilterChain {
    const source = `video_size=${frame.width}x${frame.height}:pix_fmt=${frame.format}:time_base=1/90000`
    const key = `${source} ${size.widthPx}x${size.heightPx} ${format}`
    if (this.#chain && key === this.#key) return this.#chain
    this.#key = key
    this.#chain = openFilterChain(
      [
        ['buffer', source],
        // Area averaging: small pictures then depend on all of the large one.
        ['scale', `${size.widthPx}:${size.heightPx}:flags=area+accurate_rnd`],
        ['format', format === 'rgb' ? 'pix_fmts=rgb24' : 'pix_fmts=gray'],
        ['buffersink', null],
      ],
      this.#resources,
    )
    return this.#chain
  }
}
