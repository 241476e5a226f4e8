/** Colours that tell orchestrators apart, on light and dark alike; never the only sign of anything. */
const palette = [
  '#0d9488',
  '#d97706',
  '#7c3aed',
  '#db2777',
  '#2563eb',
  '#65a30d',
  '#dc2626',
  '#0891b2',
] as const

/** The colour of the orchestrator at a place in a list that keeps its order. */
export function colorAt(index: number): string {
  return palette[((index % palette.length) + palette.length) % palette.length] ?? palette[0]
}

export const unknownColor = '#94a3b8'
