/** What checking costs, each as a share of what transcoding the segment into all of its renditions costs. */
export interface CheckCosts {
  /** Of looking at the source and all renditions. */
  readonly check: number
  /** Of the reference transcodes that a quick look at a doubtful segment needs, and the looks at them. */
  readonly reference: number
  /** Of those of all renditions, which a thorough look makes. */
  readonly allReferences: number
  /** Share of the honest segments that are doubtful, from 0 to 1. */
  readonly doubtShare: number
}

/** Where each comes from is in docs/checking.md. */
export const assumedCosts: CheckCosts = { check: 0.58, reference: 0.5, allReferences: 0.82, doubtShare: 0.1 }

/**
 * Cost of checking a share of the segments, as a share of the cost of transcoding all of them.
 * @param thoroughShare of the checks, from 0 to 1.
 */
export function costShare(rate: number, thoroughShare: number, costs: CheckCosts): number {
  const { check, reference, allReferences, doubtShare } = costs
  return rate * (check + thoroughShare * allReferences + (1 - thoroughShare) * doubtShare * reference)
}

export interface Cheat {
  /** Share of the cheat's segments that are bad, from 0 to 1. */
  readonly share: number
  /** Share of bad segments that a check finds, from 0 to 1. */
  readonly sensitivity: number
}

/**
 * Segments within which a cheat is found. Draws are independent of each other and of what the cheat does, so each of its
 * segments finds it with the probability share × rate × sensitivity.
 * @param confidence - from 0 to 1, such as 0.99
 */
export function segmentsToFind({ share, sensitivity }: Cheat, rate: number, confidence: number): number {
  return Math.ceil(Math.log(1 - confidence) / Math.log1p(-share * rate * sensitivity))
}
