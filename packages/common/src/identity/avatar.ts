/**
 * Draws the picture of an account that has chosen none: the same for the same address, whatever its case. Nothing of the
 * argument but numbers gets into it.
 * @returns an SVG document of 40 by 40 units
 * @throws {RangeError} when it is not an address
 */
export function generatedAvatar(address: string): string {
  if (!/^0x[\da-f]{40}$/i.test(address)) throw new RangeError('An avatar is drawn for an address.')
  const next = numbersOf(address.toLowerCase())
  const hue = next(360)
  const second = (hue + 60 + next(240)) % 360
  // Half of a grid of five, mirrored, so that it looks like a thing.
  const cells = Array.from({ length: 15 }, (_, index) => ({
    x: index % 3,
    y: Math.floor(index / 3),
    color: next(9) < 4 ? hue : next(9) < 4 ? second : undefined,
  }))
  const squares = cells.flatMap(({ x, y, color }) =>
    color === undefined ? [] : [...new Set([x, 4 - x])].map((column) => square(column, y, color)),
  )
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><rect width="40" height="40" fill="hsl(${hue} 45% 90%)"/>${squares.join('')}</svg>`
}

/** @returns the picture as an address for an image */
export function generatedAvatarUrl(address: string): string {
  return `data:image/svg+xml,${encodeURIComponent(generatedAvatar(address))}`
}

function square(x: number, y: number, hue: number): string {
  return `<path fill="hsl(${hue} 55% 42%)" d="M${5 + x * 6} ${5 + y * 6}h6v6h-6z"/>`
}

/** Numbers drawn from a text (xorshift, from an FNV-1a hash): addresses with the same beginning give others. */
function numbersOf(text: string): (below: number) => number {
  let state = 2_166_136_261
  for (const character of text) state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 16_777_619)
  state ||= 1
  return (below) => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) % below
  }
}
