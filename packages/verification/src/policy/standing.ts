import type { PolicyOptions } from './options.ts'

/** How closely an orchestrator is looked at. Plain data: a gateway keeps it with what it knows of the orchestrator. */
export interface Standing {
  /** Good checks that are left of the trial. */
  readonly trialLeft: number
  /** Share of segments that is checked after the trial, from the base to 1. */
  readonly rate: number
}

/** What came of checking a segment: good, be it by a thorough look; good after a doubt of a quick look that a reference dispelled; or bad. */
export type CheckOutcome = 'good' | 'dispelled' | 'bad'

/** Of an orchestrator of which nothing is known, or which was caught and comes back. */
export function newcomer({ trialChecks }: PolicyOptions): Standing {
  return { trialLeft: trialChecks, rate: 1 }
}

/** Share of its segments to check, above 0. A standing that was kept under another policy counts under this one. */
export function checkRate({ trialLeft, rate }: Standing, { baseRate }: PolicyOptions): number {
  return trialLeft > 0 ? 1 : Math.min(1, Math.max(baseRate, rate))
}

/**
 * How closely a segment is looked at.
 * @param chance of its draw, from 0 to 1.
 * @returns undefined: not at all.
 */
export function checkDepth(
  standing: Standing,
  chance: number,
  options: PolicyOptions,
): 'quick' | 'thorough' | undefined {
  const rate = checkRate(standing, options)
  if (chance >= rate) return undefined
  return standing.trialLeft > 0 || chance < rate * options.thoroughShare ? 'thorough' : 'quick'
}

/** A bad segment begins the trial anew, a doubt raises the share at once, a good one lowers it a little. */
export function afterCheck(standing: Standing, outcome: CheckOutcome, options: PolicyOptions): Standing {
  if (outcome === 'bad') return newcomer(options)
  const { baseRate, easing, doubtFactor } = options
  const rate = checkRate({ ...standing, trialLeft: 0 }, options)
  if (outcome === 'dispelled') return { ...standing, rate: Math.min(1, rate * doubtFactor) }
  if (standing.trialLeft > 0) return { ...standing, trialLeft: standing.trialLeft - 1 }
  return { ...standing, rate: Math.max(baseRate, rate * easing) }
}
