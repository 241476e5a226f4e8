import { Filter, type FilterContext, FilterGraph, Frame } from 'node-av/lib'
import { check, gotOne } from '../../ffmpeg/call.ts'
import { h264Profile } from '../../presets.ts'
import { RenditionOutput } from './rendition-output.ts'

const frameRate = { num: 30, den: 1 }

/**
 * Makes a second of moving, noisy picture as an MPEG-TS segment, to measure with. The noise makes it about as hard
 * to encode as a real clip; clean test cards would promise a capacity that no real stream finds.
 */
export function makeSample(): Uint8Array {
  using resources = new DisposableStack()
  const graph = resources.adopt(new FilterGraph(), (owned) => owned.free())
  graph.alloc()
  const picture = chain(graph, [
    ['testsrc2', 'size=1280x720:rate=30:duration=1'],
    ['noise', 'all_strength=24:all_flags=t'],
    ['format', 'pix_fmts=yuv420p'],
    ['buffersink', null],
  ])
  check(graph.configSync(), 'configure filters')
  const profile = h264Profile({ name: 'sample', widthPx: 1280, heightPx: 720, bitrateBps: 4_000_000 })
  const settings = { preset: 'ultrafast', threads: 0 } as const
  const output = new RenditionOutput(
    { profile, picture, frameRate, settings },
    { audio: undefined, audioPackets: [] },
    resources,
  )
  const frame = resources.adopt(new Frame(), (owned) => owned.free())
  frame.alloc()
  while (gotOne(picture.buffersinkGetFrameSync(frame), 'filter')) {
    output.push(frame)
    frame.unref()
  }
  return output.finish().bytes
}

function chain(graph: FilterGraph, steps: readonly (readonly [string, string | null])[]): FilterContext {
  let last: FilterContext | undefined
  for (const [name, args] of steps) {
    const filter = Filter.getByName(name)
    const context = filter && graph.createFilter(filter, name, args)
    if (!context) throw new Error(`The filter ${name} cannot be made.`)
    if (last) check(last.link(0, context, 0), `link ${name}`)
    last = context
  }
  if (!last) throw new Error('A chain needs filters.')
  return last
}
