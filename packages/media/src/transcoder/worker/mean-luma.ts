import { decodeVideo, openSegment } from './segment-input.ts'

/** Mean brightness of the pictures in an MPEG-TS segment, 0 to 255; not a number when there is none. */
export function meanLuma(bytes: Uint8Array): number {
  using resources = new DisposableStack()
  const input = openSegment(bytes, resources)
  let [sum, count] = [0, 0]
  decodeVideo(input, { threads: 1, resources }, (frame) => {
    const plane = frame.data?.[0]
    const stride = frame.linesize[0] ?? 0
    if (!plane || stride <= 0) return
    for (let y = 0; y < frame.height; y += 4) {
      for (let x = 0; x < frame.width; x += 4) {
        sum += plane[y * stride + x] ?? 0
        count += 1
      }
    }
  })
  return sum / count
}
