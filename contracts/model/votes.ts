/** Votes by stake at the start of each round, from the whole history of every account (protocol.md 1.8, LIP-89). */
import { type Address, NOBODY } from './address.ts'
import { orOne, precise } from './maths.ts'
import { Refusal, require } from './refusal.ts'
import type { Rounds } from './rounds.ts'
import type { Ledger } from './staking/ledger.ts'
import { Cell, type Store, Table } from './store.ts'

interface Stake {
  readonly startRound: bigint
  readonly bonded: bigint
  readonly delegate: Address
  readonly delegated: bigint
  readonly lastClaimRound: bigint
  readonly lastRewardRound: bigint
}

const noStake: Stake = {
  startRound: 0n,
  bonded: 0n,
  delegate: NOBODY,
  delegated: 0n,
  lastClaimRound: 0n,
  lastRewardRound: 0n,
}

interface Total {
  readonly round: bigint
  readonly stake: bigint
}

export interface Vote {
  readonly votes: bigint
  readonly delegate: Address
}

export class Votes {
  readonly #rounds: Rounds
  readonly #ledger: Ledger
  readonly #histories: Table<Address, { stakes: readonly Stake[] }>
  readonly #totals: Cell<{ list: readonly Total[] }>

  constructor(store: Store, { rounds, ledger }: { rounds: Rounds; ledger: Ledger }) {
    this.#rounds = rounds
    this.#ledger = ledger
    this.#histories = new Table(store, { stakes: [] })
    this.#totals = new Cell<{ list: readonly Total[] }>(store, { list: [] })
  }

  checkpoint(account: Address, stake: Stake): void {
    const earlier = this.#histories.get(account).stakes.filter((other) => other.startRound < stake.startRound)
    this.#histories.set(account, { stakes: [...earlier, stake] })
  }

  checkpointTotal(stake: bigint, round: bigint): void {
    this.#totals.set({ list: [...this.#totals.get().list, { round, stake }] })
  }

  hasCheckpoint(account: Address): boolean {
    return this.#histories.get(account).stakes.length > 0
  }

  /** At the beginning of a round. */
  at(account: Address, round: bigint): Vote {
    require(round <= this.#rounds.current + 1n, 'FutureLookup')
    const stake = this.#stakeAt(account, round)
    return { votes: this.#votesOf(account, stake, round), delegate: stake.delegate }
  }

  /** Delegate at the beginning of a round, also where the votes are beyond reckoning. */
  delegateAt(account: Address, round: bigint): Address {
    return this.#stakeAt(account, round).delegate
  }

  /** Active stake of a round: of the next round that was begun, where it was skipped. */
  totalAt(round: bigint): bigint {
    require(round <= this.#rounds.current + 1n, 'FutureLookup')
    const { list } = this.#totals.get()
    const first = list[0]
    if (first !== undefined && round < first.round) return 0n
    return list.find((total) => total.round >= round)?.stake ?? this.#ledger.state.get().nextTotal
  }

  #stakeAt(account: Address, round: bigint): Stake {
    return this.#histories.get(account).stakes.findLast((stake) => stake.startRound <= round) ?? noStake
  }

  #votesOf(account: Address, stake: Stake, round: bigint): bigint {
    if (stake.bonded === 0n) return 0n
    if (stake.delegate === account) return stake.delegated
    const delegate = this.#stakeAt(stake.delegate, round)
    const isOrchestrator = delegate.delegate === stake.delegate && delegate.bonded > 0n
    if (!isOrchestrator) return 0n
    if (delegate.lastRewardRound < stake.lastClaimRound) return stake.bonded
    const start = this.#ledger.poolOf(stake.delegate, stake.lastClaimRound).rewardFactor
    const end = this.#ledger.poolOf(stake.delegate, delegate.lastRewardRound).rewardFactor
    if (end === 0n) throw new Refusal('MissingEarningsPool')
    return precise(stake.bonded, end, orOne(start))
  }
}
