/** The pool, sorted the naive way, and the stake that its members have in a round (protocol.md 1.5). */
import { type Address, NOBODY } from '../address.ts'
import { type Ledger, NEVER } from './ledger.ts'

/** Where a caller says that an orchestrator will stand. */
export interface Hint {
  readonly previous: Address
  readonly next: Address
}

export const NO_HINT: Hint = { previous: NOBODY, next: NOBODY }

interface Move {
  readonly orchestrator: Address
  readonly amount: bigint
  readonly round: bigint
  readonly hint: Hint
}

/** More is delegated to an account, or it earned a reward; an orchestrator may enter the pool by that. */
export function increaseStake(ledger: Ledger, move: Move): void {
  moveStake(ledger, move)
  const isMember = ledger.state.get().pool.includes(move.orchestrator)
  if (!isMember && ledger.isRegistered(move.orchestrator)) tryToJoin(ledger, move)
}

/** Less is delegated to an account. */
export function decreaseStake(ledger: Ledger, move: Move): void {
  moveStake(ledger, { ...move, amount: -move.amount })
}

function moveStake(ledger: Ledger, { orchestrator, amount, round, hint }: Move): void {
  const before = ledger.delegators.get(orchestrator).delegated
  ledger.delegators.set(orchestrator, { delegated: before + amount })
  const isMember = ledger.state.get().pool.includes(orchestrator)
  if (isMember) {
    const place = ledger.state.get().pool.indexOf(orchestrator)
    remove(ledger, orchestrator)
    // Who already stands where a search would lead stays there, whatever the hint says (differences.md).
    const isInPlace = placeOf(searchFor(ledger, orchestrator), NO_HINT) === place
    insert(ledger, orchestrator, isInPlace ? NO_HINT : hint)
    ledger.addToNextTotal(amount)
  }
  // Who is no longer in the pool may still be active until the round ends (1.12).
  if (isMember || ledger.isActive(orchestrator, round)) {
    const { lastActiveStakeUpdateRound } = ledger.orchestrators.get(orchestrator)
    if (lastActiveStakeUpdateRound < round) ledger.setPool(orchestrator, round, { totalStake: before })
    setNextStake(ledger, orchestrator, round)
  }
}

/** Enters the pool from the next round on, in place of the last member when it is full and has less. */
export function tryToJoin(ledger: Ledger, { orchestrator, round, hint }: Omit<Move, 'amount'>): void {
  const { pool, poolMaxSize } = ledger.state.get()
  const stake = ledger.delegators.get(orchestrator).delegated
  const last = pool.at(-1)
  if (BigInt(pool.length) >= poolMaxSize) {
    if (last === undefined || stake <= ledger.delegators.get(last).delegated) return
    leave(ledger, last, round)
  }
  insert(ledger, orchestrator, hint)
  ledger.addToNextTotal(stake)
  ledger.orchestrators.set(orchestrator, { activationRound: round + 1n, deactivationRound: NEVER })
  setNextStake(ledger, orchestrator, round)
}

/** Leaves the pool; stays active until the round ends. */
export function leave(ledger: Ledger, orchestrator: Address, round: bigint): void {
  remove(ledger, orchestrator)
  ledger.addToNextTotal(-ledger.delegators.get(orchestrator).delegated)
  ledger.orchestrators.set(orchestrator, { deactivationRound: round + 1n })
}

function setNextStake(ledger: Ledger, orchestrator: Address, round: bigint): void {
  ledger.setPool(orchestrator, round + 1n, { totalStake: ledger.delegators.get(orchestrator).delegated })
  ledger.orchestrators.set(orchestrator, { lastActiveStakeUpdateRound: round + 1n })
}

function remove(ledger: Ledger, orchestrator: Address): void {
  ledger.state.set({ pool: ledger.state.get().pool.filter((member) => member !== orchestrator) })
}

function insert(ledger: Ledger, orchestrator: Address, hint: Hint): void {
  const at = placeOf(searchFor(ledger, orchestrator), hint)
  ledger.state.set({ pool: ledger.state.get().pool.toSpliced(at, 0, orchestrator) })
}

function searchFor(ledger: Ledger, orchestrator: Address): Search {
  const { pool } = ledger.state.get()
  const stakeOf = (account: Address) => ledger.delegators.get(account).delegated
  return { pool, stakes: pool.map(stakeOf), stake: stakeOf(orchestrator) }
}

interface Search {
  readonly pool: readonly Address[]
  readonly stakes: readonly bigint[]
  readonly stake: bigint
}

/** Equals stand behind the newcomer, unless a hint names another place that is as right. */
function placeOf(search: Search, { previous, next }: Hint): number {
  const { pool, stakes, stake } = search
  const above = pool.indexOf(previous)
  const below = pool.indexOf(next)
  const isAboveRight = above >= 0 && (stakes[above] ?? 0n) >= stake
  const isBelowRight = below >= 0 && (stakes[below] ?? 0n) <= stake
  if (!isAboveRight && isBelowRight) return placeUpwards(search, below)
  return placeDownwards(search, isAboveRight ? above + 1 : 0)
}

function placeDownwards(search: Search, from: number): number {
  let at = from
  while (!isPlace(search, at)) at++
  return at
}

function placeUpwards(search: Search, from: number): number {
  let at = from
  while (!isPlace(search, at)) at--
  return at
}

function isPlace({ stakes, stake }: Search, at: number): boolean {
  const above = stakes[at - 1]
  const below = stakes[at]
  return (above === undefined || above >= stake) && (below === undefined || below <= stake)
}
