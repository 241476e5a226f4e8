/** How much a gateway checks. */
export interface PolicyOptions {
  /** Good checks in a row that an orchestrator starts with: till then every segment is checked. */
  readonly trialChecks: number
  /** Share of the segments that is checked of an orchestrator about which nothing is in doubt; above 0, at most 1. */
  readonly baseRate: number
  /** Share of the checks that are thorough, from 0 to 1; in the trial all are. Quick ones may never see a cheat of some kind. */
  readonly thoroughShare: number
  /** What a good check makes of the share, down to the base; below 1. */
  readonly easing: number
  /** What a doubt of a quick look makes of the share, up to 1; above 1. */
  readonly doubtFactor: number
}

export const defaultPolicy: PolicyOptions = {
  trialChecks: 12,
  baseRate: 0.06,
  thoroughShare: 0.2,
  easing: 0.65,
  doubtFactor: 1.25,
}

/** @throws {RangeError} for a policy that would check nothing, or never ease. */
export function assertPolicy({
  trialChecks,
  baseRate,
  thoroughShare,
  easing,
  doubtFactor,
}: PolicyOptions): void {
  const isSound =
    Number.isSafeInteger(trialChecks) &&
    trialChecks >= 0 &&
    baseRate > 0 &&
    baseRate <= 1 &&
    thoroughShare >= 0 &&
    thoroughShare <= 1 &&
    easing > 0 &&
    easing < 1 &&
    doubtFactor > 1 &&
    Number.isFinite(doubtFactor)
  if (!isSound) throw new RangeError('The policy of checks is out of range.')
}
