import { AV_BUFFERSRC_FLAG_KEEP_REF } from 'node-av/constants'
import { Filter, type FilterContext, FilterGraph, type Frame } from 'node-av/lib'
import { check } from './call.ts'

/** A filter's name and its arguments. */
export type FilterStep = readonly [name: string, args: string | null]

export interface FilterChain {
  readonly first: FilterContext
  readonly last: FilterContext
}

/** Filters one after another, configured. @throws {FfmpegCallError} when they do not fit each other. */
export function openFilterChain(steps: readonly FilterStep[], resources: DisposableStack): FilterChain {
  const graph = resources.adopt(new FilterGraph(), (owned) => owned.free())
  graph.alloc()
  graph.nbThreads = 1
  let [first, last]: (FilterContext | undefined)[] = []
  for (const [name, args] of steps) {
    const filter = Filter.getByName(name)
    const context = filter && graph.createFilter(filter, `${name}${graph.nbFilters}`, args)
    if (!context) throw new Error(`The filter ${name}=${args} cannot be made.`)
    if (last) check(last.link(0, context, 0), `link ${name}`)
    first ??= context
    last = context
  }
  if (!first || !last) throw new Error('A chain needs filters.')
  check(graph.configSync(), 'configure filters')
  return { first, last }
}

/** One picture in, which stays as it is, one picture out. @throws {FfmpegCallError} when it cannot be filtered. */
export function filterPicture({ first, last }: FilterChain, from: Frame, into: Frame): void {
  check(first.buffersrcAddFrameSync(from, AV_BUFFERSRC_FLAG_KEEP_REF), 'filter')
  check(last.buffersinkGetFrameSync(into), 'filter')
}

/** The samples of one plane, rows without gaps. */
export function packPlane(frame: Frame, index: number, row: { bytes: number; count: number }): Uint8Array {
  const plane = frame.data?.[index]
  const stride = frame.linesize[index] ?? row.bytes
  if (!plane) throw new Error('The picture has no samples.')
  const packed = new Uint8Array(row.bytes * row.count)
  for (let at = 0; at < row.count; at += 1)
    packed.set(plane.subarray(at * stride, at * stride + row.bytes), at * row.bytes)
  return packed
}
