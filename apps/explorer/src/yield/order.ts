/** A forecast as far as orders go; the new ones have no record that could be compared. */
export interface Ranked {
  readonly address: string
  readonly isNew: boolean
  /** Undefined where nothing can be expected. */
  readonly expected: number | undefined
}

/**
 * A total order: forecasts with a record by what is expected, then those of new orchestrators, then who has none; by
 * address where they are equal. Turned around, only what is compared turns around.
 */
export function compareForecasts(a: Ranked, b: Ranked, order: 'asc' | 'desc'): number {
  const groups = groupOf(a) - groupOf(b)
  if (groups !== 0) return groups
  const values = comparedOf(a) - comparedOf(b)
  if (values !== 0) return order === 'asc' ? values : -values
  return a.address < b.address ? -1 : a.address > b.address ? 1 : 0
}

function groupOf({ isNew, expected }: Ranked): number {
  if (!isKnown(expected)) return 2
  return isNew ? 1 : 0
}

function comparedOf({ expected }: Ranked): number {
  return isKnown(expected) ? expected : 0
}

function isKnown(expected: number | undefined): expected is number {
  return expected !== undefined && !Number.isNaN(expected)
}
