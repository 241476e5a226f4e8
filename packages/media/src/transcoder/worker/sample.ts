import { Frame } from 'node-av/lib'
import { gotOne } from '../../ffmpeg/call.ts'
import { openFilterChain } from '../../ffmpeg/filter-chain.ts'
import { h264Profile } from '../../presets.ts'
import { RenditionOutput } from './rendition-output.ts'

const frameRate = { num: 30, den: 1 }

/**
 * Makes a second of moving, noisy picture as an MPEG-TS segment, to measure with. The noise makes it about as hard
 * to encode as a real clip; clean test cards would promise a capacity that no real stream finds.
 */
export function makeSample(): Uint8Array {
  using resources = new DisposableStack()
  const { last: picture } = openFilterChain(
    [
      ['testsrc2', 'size=1280x720:rate=30:duration=1'],
      ['noise', 'all_strength=24:all_flags=t'],
      ['format', 'pix_fmts=yuv420p'],
      ['buffersink', null],
    ],
    resources,
  )
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
