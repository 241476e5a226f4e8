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

/** The colour of the orchestrator at a place in a list that keeps its order. */
export function colorAt(index: number): string {
  return palette[((index % palette.length) + palette.length) % palette.length] ?? palette[0]
}

export const unknownColor = '#94a3b8'
