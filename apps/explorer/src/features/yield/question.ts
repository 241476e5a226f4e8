import { parseUnits } from 'viem'
import type { ForecastQuestion } from '../../yield/inputs.ts'
import type { QuestionSearch } from './question-search.ts'

export const usualPrincipal = '1000'
/** About a year of the live network. */
export const usualHorizon = 415
/** Horizons to choose from, in rounds. */
export const horizons = [30, 90, usualHorizon, 2 * usualHorizon] as const

const tokenDecimals = 18

export function questionOf({ principal, rounds, inflation }: QuestionSearch): ForecastQuestion {
  return {
    principalWei: parseUnits(principal ?? usualPrincipal, tokenDecimals),
    isNewStake: true,
    rounds: rounds ?? usualHorizon,
    inflation: inflation ?? 'rule',
  }
}

/** Rewards and, where a price of the token is given, fees: as a fraction of the principal. */
export function totalOf(
  { rewards, feesWei }: { readonly rewards: number; readonly feesWei: bigint },
  { principalWei, tokenPrice }: { readonly principalWei: bigint; readonly tokenPrice: number | undefined },
): number {
  if (tokenPrice === undefined || principalWei === 0n) return rewards
  return rewards + Number(feesWei) / (Number(principalWei) * tokenPrice)
}
