import type { AVPixelFormat } from 'node-av/constants'
import { Filter, type FilterContext, FilterGraph, type Frame } from 'node-av/lib'
import { check } from '../../ffmpeg/call.ts'
import type { PictureSize } from '../../rendition-size.ts'
import type { FrameRate } from './frame-rate.ts'

/** What one rendition needs of the picture. */
export interface PictureOrder {
  readonly size: PictureSize
  /** Rate to convert to; undefined keeps each frame and its time. */
  readonly frameRate: FrameRate | undefined
  /** As FFmpeg names it; undefined is `yuv420p`. */
  readonly pixelFormat?: string
}

/** The filters between one decoder and several encoders. */
export interface PictureGraph {
  readonly input: FilterContext
  /** One for each order, in the same order. */
  readonly outputs: readonly FilterContext[]
}

interface Pad {
  readonly filter: FilterContext
  readonly index: number
}

/** A size that is made, what is scaled down from it, and the orders that want it. */
interface Step {
  readonly size: PictureSize
  readonly smaller: Step[]
  readonly orders: number[]
}

export interface SourcePicture {
  readonly frame: Frame
  readonly timeBase: FrameRate
  /** Clockwise turn that brings the picture upright: 0, 90, 180 or 270 degrees. */
  readonly turnDegrees: number
  /** Size once upright and with square pixels. */
  readonly size: PictureSize
}

/**
 * Builds the graph. Smaller sizes are scaled from the next larger one, which costs half as much as from the source
 * and is what the side-by-side measurements do too; enlargements come from the source itself.
 */
export function openPictureGraph(
  source: SourcePicture,
  orders: readonly PictureOrder[],
  resources: DisposableStack,
): PictureGraph {
  const graph = resources.adopt(new FilterGraph(), (owned) => owned.free())
  graph.alloc()
  graph.nbThreads = 1
  const add = (name: string, args: string | null, from?: Pad): FilterContext => {
    const filter = Filter.getByName(name)
    const context = filter && graph.createFilter(filter, `${name}${graph.nbFilters}`, args)
    if (!context) throw new Error(`The filter ${name}=${args} cannot be made.`)
    if (from) check(from.filter.link(from.index, context, 0), `link ${name}`)
    return context
  }
  const input = add('buffer', bufferArguments(source))
  const outputs: FilterContext[] = []
  const emit = (step: Step, from: Pad, fromSize: PictureSize) => {
    let filter = from
    if (!isSameSize(step.size, fromSize))
      filter = pad(add('scale', `${step.size.widthPx}:${step.size.heightPx}:flags=bicubic`, filter))
    // 426 and 854 are not exactly 16:9; without this they carry an aspect of 640:639.
    filter = pad(add('format', 'pix_fmts=yuv420p', pad(add('setsar', '1', filter))))
    const users = step.smaller.length + step.orders.length
    const split = users > 1 ? add('split', `outputs=${users}`, filter) : filter.filter
    step.smaller.forEach((smaller, index) => {
      emit(smaller, { filter: split, index }, step.size)
    })
    step.orders.forEach((order, index) => {
      const rate = orders[order]?.frameRate
      const leaf: Pad = { filter: split, index: step.smaller.length + index }
      // After scaling, so that an absurd rate repeats small pictures and not large ones.
      const paced = rate ? pad(add('fps', `${rate.num}/${rate.den}`, leaf)) : leaf
      const { pixelFormat } = orders[order] ?? {}
      const formed = pixelFormat ? pad(add('format', `pix_fmts=${pixelFormat}`, paced)) : paced
      outputs[order] = add('buffersink', null, formed)
    })
  }
  const upright = turn(source.turnDegrees, pad(input), add)
  const roots = planSteps(source.size, orders)
  const start = roots.length > 1 ? add('split', `outputs=${roots.length}`, upright) : upright.filter
  const displayed = uprightSize(source)
  roots.forEach((step, index) => {
    emit(step, { filter: start, index: roots.length > 1 ? index : upright.index }, displayed)
  })
  check(graph.configSync(), 'configure filters')
  return { input, outputs }
}

function pad(filter: FilterContext): Pad {
  return { filter, index: 0 }
}

function planSteps(source: PictureSize, orders: readonly PictureOrder[]): Step[] {
  const largestFirst = [...orders.keys()].sort((a, b) => width(orders[b]) - width(orders[a]))
  const roots: Step[] = []
  let previous: Step | undefined
  for (const order of largestFirst) {
    const size = orders[order]?.size ?? source
    if (previous && isSameSize(previous.size, size)) {
      previous.orders.push(order)
      continue
    }
    const step: Step = { size, smaller: [], orders: [order] }
    const isEnlarged = !previous || previous.size.widthPx > source.widthPx
    if (!previous || isEnlarged) roots.push(step)
    else previous.smaller.push(step)
    previous = step
  }
  return roots
}

function width(order: PictureOrder | undefined): number {
  return order ? order.size.widthPx * 10_000 + order.size.heightPx : 0
}

function isSameSize(a: PictureSize, b: PictureSize): boolean {
  return a.widthPx === b.widthPx && a.heightPx === b.heightPx
}

/** Size of the stored picture once turned, pixels as they are. */
function uprightSize({ frame, turnDegrees }: SourcePicture): PictureSize {
  return turnDegrees % 180 === 0
    ? { widthPx: frame.width, heightPx: frame.height }
    : { widthPx: frame.height, heightPx: frame.width }
}

/** What the filter `buffer` has to know of frames like this one. */
export function bufferArguments({ frame, timeBase }: Pick<SourcePicture, 'frame' | 'timeBase'>): string {
  const sar = frame.sampleAspectRatio
  const aspect = sar.num > 0 && sar.den > 0 ? `${sar.num}/${sar.den}` : '1/1'
  return [
    `video_size=${frame.width}x${frame.height}`,
    `pix_fmt=${frame.format as AVPixelFormat}`,
    `time_base=${timeBase.num}/${timeBase.den}`,
    `pixel_aspect=${aspect}`,
    `colorspace=${frame.colorSpace}`,
    `range=${frame.colorRange}`,
  ].join(':')
}

function turn(
  degrees: number,
  from: Pad,
  add: (name: string, args: string | null, from: Pad) => FilterContext,
): Pad {
  if (degrees === 90) return pad(add('transpose', 'clock', from))
  if (degrees === 270) return pad(add('transpose', 'cclock', from))
  if (degrees === 180) return pad(add('vflip', null, pad(add('hflip', null, from))))
  return from
}
