/** What a delegator's stake has earned, from its delegate's cumulative factors (protocol.md 1.6, LIP-36). */
import { type Address, NOBODY } from '../address.ts'
import { orOne, precise } from '../maths.ts'
import { require } from '../refusal.ts'
import type { Ledger } from './ledger.ts'
import { checkpoint, requireOpen, requireRunning, type Staking, workingRound } from './staking.ts'

interface Factors {
  readonly rewardFactor: bigint
  readonly feeFactor: bigint
}

/** Factors of a round, or where it has none the last ones before it. */
function latestFactors(ledger: Ledger, orchestrator: Address, round: bigint): Factors {
  const { lastRewardRound, lastFeeRound } = ledger.orchestrators.get(orchestrator)
  const { rewardFactor, feeFactor } = ledger.poolOf(orchestrator, round)
  return {
    rewardFactor: rewardFactor || ledger.poolOf(orchestrator, lastRewardRound).rewardFactor,
    feeFactor: feeFactor || ledger.poolOf(orchestrator, lastFeeRound).feeFactor,
  }
}

/** Gives a delegate's round the factors that later claims start from. */
export function ensureFactors(ledger: Ledger, orchestrator: Address, round: bigint): void {
  ledger.setPool(orchestrator, round, latestFactors(ledger, orchestrator, round))
}

/** Stake and fees of an account with what they have earned by `round`. */
export function pending(ledger: Ledger, account: Address, round: bigint): { stake: bigint; fees: bigint } {
  const { bonded, fees, delegate, lastClaimRound } = ledger.delegators.get(account)
  if (delegate === NOBODY) return { stake: bonded, fees }
  const start = ledger.poolOf(delegate, lastClaimRound)
  const end = latestFactors(ledger, delegate, round)
  const startFactor = orOne(start.rewardFactor)
  const own = ledger.orchestrators.get(account)
  const isOwn = delegate === account
  return {
    stake: precise(bonded, orOne(end.rewardFactor), startFactor) + (isOwn ? own.cumulativeRewards : 0n),
    fees:
      fees +
      precise(bonded, end.feeFactor - start.feeFactor, startFactor) +
      (isOwn ? own.cumulativeFees : 0n),
  }
}

/** Books what an account has earned, once a round. */
export function claim({ ledger }: Staking, account: Address, round: bigint): void {
  const { delegate, lastClaimRound } = ledger.delegators.get(account)
  if (lastClaimRound >= round) return
  if (delegate !== NOBODY) {
    const { stake, fees } = pending(ledger, account, round)
    ledger.delegators.set(account, { bonded: stake, fees })
    if (delegate === account) ledger.orchestrators.set(account, { cumulativeRewards: 0n, cumulativeFees: 0n })
    ensureFactors(ledger, delegate, round)
  }
  ledger.delegators.set(account, { lastClaimRound: round })
}

/** Nobody claims for another account while that costs it the round's reward (1.5). */
export function requireMayClaim(staking: Staking, caller: Address, owner: Address): void {
  const { ledger, migrator } = staking
  const round = workingRound(staking)
  const { delegate, lastClaimRound } = ledger.delegators.get(owner)
  const mayClaim =
    caller === owner ||
    caller === migrator ||
    ledger.isUnbonded(owner) ||
    !ledger.isActive(delegate, round) ||
    ledger.orchestrators.get(delegate).lastRewardRound === round ||
    lastClaimRound === round
  require(mayClaim, 'IllegalClaimEarnings')
}

export function claimEarnings(staking: Staking, caller: Address): void {
  requireRunning(staking)
  claim(staking, caller, workingRound(staking))
  checkpoint(staking, caller)
}

export function withdrawFees(
  staking: Staking,
  caller: Address,
  [recipient, amount]: readonly [Address, bigint],
): void {
  const { ledger, ether, minter } = staking
  requireOpen(staking)
  claim(staking, caller, workingRound(staking))
  require(recipient !== NOBODY, 'InvalidRecipient')
  const { fees } = ledger.delegators.get(caller)
  require(fees >= amount, 'InsufficientFees')
  ledger.delegators.set(caller, { fees: fees - amount })
  checkpoint(staking, caller)
  ether.move(minter.address, recipient, amount)
}
