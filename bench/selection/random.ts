/** Repeatable random numbers from 0 to 1 for a name (mulberry32 over FNV-1a): the same name gives the same numbers. */
export function randomFor(name: string): () => number {
  let state = 0x811c9dc5
  for (const char of name) state = Math.imul(state ^ (char.codePointAt(0) ?? 0), 0x01000193)
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Log-normal with this median; `spread` is the standard deviation of its logarithm. */
export function logNormal(random: () => number, median: number, spread: number): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random()))
  return median * Math.exp(spread * radius * Math.cos(2 * Math.PI * random()))
}
