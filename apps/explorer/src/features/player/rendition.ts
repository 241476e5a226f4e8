export interface Rendition {
  /** Its place in the player's list of levels. */
  readonly index: number
  readonly label: string
}

interface Level {
  readonly width: number
  readonly height: number
  /** Bits a second. */
  readonly bitrate: number
}

/** The renditions to choose from, best first. */
export function renditionsOf(levels: readonly Level[]): Rendition[] {
  return levels
    .map((level, index) => ({ index, label: labelOf(level), level }))
    .sort((a, b) => b.level.height - a.level.height || b.level.bitrate - a.level.bitrate)
    .map(({ index, label }) => ({ index, label }))
}

/** `1280×720 · 1.9 Mbit/s`; the size alone where the rate is not known. */
export function labelOf({ width, height, bitrate }: Level): string {
  const size = `${width}×${height}`
  return bitrate > 1 ? `${size} · ${(bitrate / 1e6).toFixed(1)} Mbit/s` : size
}
