/** Colours that tell orchestrators apart, on light and dark alike; never the only sign of anything. None of them is the red of a loss. */
const palette = [
  '#0d9488',
  '#d97706',
  '#7c3aed',
  '#2563eb',
  '#db2777',
  '#65a30d',
  '#0891b2',
  '#a16207',
] as const

/** A colour for each address, by the address itself; as long as there are enough, no two have the same. */
export function colorsOf(addresses: readonly string[]): ReadonlyMap<string, string> {
  const taken = new Map<number, string>()
  const colors = new Map<string, string>()
  for (const address of [...addresses].sort()) {
    const wanted = Number.parseInt(address.slice(-6), 16) || 0
    let place = wanted % palette.length
    for (let tried = 0; tried < palette.length && taken.has(place); tried++)
      place = (place + 1) % palette.length
    taken.set(place, address)
    colors.set(address, palette[place] ?? palette[0])
  }
  return colors
}

export const unknownColor = '#94a3b8'
