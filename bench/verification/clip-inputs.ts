/** A file from the beginning once more whenever it ends. */
export function loop(file: string): readonly string[] {
  return ['-stream_loop', '-1', '-i', file]
}

/** A generator of FFmpeg's own. Those that draw by chance need a seed in the graph. */
export function lavfi(graph: string): readonly string[] {
  return ['-f', 'lavfi', '-i', graph]
}

export function photo(file: string): readonly string[] {
  return ['-loop', '1', '-i', file]
}

/** Scales until a picture fills a size, and cuts off what stands over. */
export function filling(size: string): string {
  return `scale=${size}:force_original_aspect_ratio=increase,crop=${size}`
}
