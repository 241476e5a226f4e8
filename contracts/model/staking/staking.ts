/** What staking works with, and the rules that all its calls share. */
import { type Address, NOBODY } from '../address.ts'
import type { Ether } from '../ether.ts'
import type { Minter } from '../minter.ts'
import { require } from '../refusal.ts'
import type { Rounds } from '../rounds.ts'
import type { Switch } from '../switch.ts'
import type { Token } from '../token.ts'
import type { Votes } from '../votes.ts'
import type { Ledger } from './ledger.ts'

export interface Staking {
  readonly ledger: Ledger
  readonly rounds: Rounds
  readonly controller: Switch
  readonly token: Token
  readonly ether: Ether
  readonly minter: Minter
  readonly votes: Votes
  readonly treasury: Address
  /** May slash. */
  readonly verifier: Address
  /** May bond and claim for anyone. */
  readonly migrator: Address
}

/** For calls that enter or earn. */
export function requireRunning({ controller, rounds }: Staking): void {
  controller.requireRunning()
  rounds.requireInitialized()
}

/** For calls that leave: they go on while the rest is paused, in the round that was begun last. */
export function requireOpen({ controller, rounds }: Staking): void {
  if (controller.paused) controller.requireExitsOpen()
  else rounds.requireInitialized()
}

/** The round in which a call counts: the current one, or while paused the one that was begun last. */
export function workingRound({ rounds }: Staking): bigint {
  return rounds.lastInitialized
}

/** @throws {Refusal} when the account has stake but not yet, or none */
export function requireBonded({ ledger, rounds }: Staking, account: Address): void {
  const isBonded = !ledger.isUnbonded(account) && ledger.delegators.get(account).startRound <= rounds.current
  require(isBonded, 'DelegatorNotBonded')
}

/** Writes accounts' stake to the vote checkpoints (1.8). */
export function checkpoint(staking: Staking, ...accounts: readonly Address[]): void {
  const { ledger, votes } = staking
  for (const account of new Set(accounts)) {
    if (account === NOBODY) continue
    const { bonded, delegate, delegated, lastClaimRound } = ledger.delegators.get(account)
    const { lastRewardRound } = ledger.orchestrators.get(account)
    votes.checkpoint(account, {
      startRound: workingRound(staking) + 1n,
      bonded,
      delegate,
      delegated,
      lastClaimRound,
      lastRewardRound,
    })
  }
}
