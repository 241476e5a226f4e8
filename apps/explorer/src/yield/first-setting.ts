interface PreviousCuts {
  readonly previousRewardCut: number
  readonly previousFeeShare: number
}

/** Who registers sets its cuts for the first time, which is no change of them. */
export function isFirstSetting({ previousRewardCut, previousFeeShare }: PreviousCuts): boolean {
  return previousRewardCut === 0 && previousFeeShare === 0
}
