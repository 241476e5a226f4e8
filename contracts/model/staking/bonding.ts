/** Bonding tokens, one's own or for another account (protocol.md 1.5). */
import { type Address, NOBODY } from '../address.ts'
import { require } from '../refusal.ts'
import { decreaseStake, type Hint, increaseStake } from './active-set.ts'
import { claim, ensureFactors, requireMayClaim } from './earnings.ts'
import { NEVER } from './ledger.ts'
import { checkpoint, requireRunning, type Staking, workingRound } from './staking.ts'

export interface BondCall {
  readonly amount: bigint
  readonly owner: Address
  readonly to: Address
  readonly oldHint: Hint
  readonly hint: Hint
}

export function bond(
  staking: Staking,
  caller: Address,
  { amount, owner, to, oldHint, hint }: BondCall,
): void {
  const { ledger, token, minter } = staking
  requireRunning(staking)
  const round = workingRound(staking)
  requireMayClaim(staking, caller, owner)
  require(to !== NOBODY, 'InvalidDelegate')
  if (caller !== owner && caller !== staking.migrator) requireThirdPartyMay(staking, owner, to)
  claim(staking, owner, round)
  const { bonded, delegate } = ledger.delegators.get(owner)
  const isMove = bonded > 0n && delegate !== to
  if (isMove) require(!ledger.isRegistered(owner), 'RegisteredTranscoderCannotDelegate')
  if (bonded === 0n || isMove) ledger.delegators.set(owner, { startRound: round + 1n })
  const delegated = isMove ? amount + bonded : amount
  require(delegated > 0n, 'DelegationAmountIsZero')
  requireMayGainStake(staking, to)
  ensureFactors(ledger, to, round)
  ledger.delegators.set(owner, { delegate: to, bonded: bonded + amount })
  if (isMove) decreaseStake(ledger, { orchestrator: delegate, amount: bonded, round, hint: oldHint })
  increaseStake(ledger, { orchestrator: to, amount: delegated, round, hint })
  token.pull(caller, minter.address, amount)
  checkpoint(staking, ...(isMove ? [delegate] : []), to, owner)
}

/** Who bonds for another account neither changes its delegate nor makes it an orchestrator. */
function requireThirdPartyMay({ ledger }: Staking, owner: Address, to: Address): void {
  require(owner !== NOBODY, 'InvalidDelegator')
  if (ledger.isUnbonded(owner)) require(to !== owner, 'InvalidDelegate')
  else require(to === ledger.delegators.get(owner).delegate, 'InvalidDelegateChange')
}

/** An orchestrator in its last round gains no stake before it has called reward (1.12). */
export function requireMayGainStake(staking: Staking, to: Address): void {
  const round = workingRound(staking)
  const { deactivationRound, lastRewardRound } = staking.ledger.orchestrators.get(to)
  const isLeaving = staking.ledger.isActive(to, round) && deactivationRound !== NEVER
  require(!isLeaving || lastRewardRound === round, 'RewardNotYetCalled')
}
