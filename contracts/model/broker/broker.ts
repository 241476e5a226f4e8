/** What the settlement of tickets remembers and works with (protocol.md 1.9). */
import type { Address } from '../address.ts'
import type { Ether } from '../ether.ts'
import { min } from '../maths.ts'
import type { Minter } from '../minter.ts'
import { require } from '../refusal.ts'
import type { Rounds } from '../rounds.ts'
import type { Staking } from '../staking/staking.ts'
import { Cell, type Store, Table } from '../store.ts'
import type { Switch } from '../switch.ts'

interface Sender {
  deposit: bigint
  reserve: bigint
  withdrawRound: bigint
}

export class Broker {
  readonly staking: Staking
  readonly controller: Switch
  readonly rounds: Rounds
  readonly minter: Minter
  readonly ether: Ether
  readonly senders: Table<Address, Sender>
  readonly settings: Cell<{ unlockPeriod: bigint; ticketValidityPeriod: bigint }>
  readonly usedTickets: Table<string, { isUsed: boolean }>
  readonly #claimed: Table<string, { wei: bigint }>

  constructor(store: Store, staking: Staking) {
    this.staking = staking
    this.controller = staking.controller
    this.rounds = staking.rounds
    this.minter = staking.minter
    this.ether = staking.ether
    this.senders = new Table(store, { deposit: 0n, reserve: 0n, withdrawRound: 0n })
    this.settings = new Cell(store, { unlockPeriod: 0n, ticketValidityPeriod: 0n })
    this.usedTickets = new Table(store, { isUsed: false })
    this.#claimed = new Table(store, { wei: 0n })
  }

  setUnlockPeriod(caller: Address, unlockPeriod: bigint): void {
    this.controller.requireOwner(caller)
    this.settings.set({ unlockPeriod })
  }

  setTicketValidityPeriod(caller: Address, ticketValidityPeriod: bigint): void {
    this.controller.requireOwner(caller)
    require(ticketValidityPeriod > 0n, 'TicketValidityPeriodIsZero')
    this.settings.set({ ticketValidityPeriod })
  }

  /** Wei claimed from a reserve this round, by all. */
  claimedInRound(sender: Address): bigint {
    return this.#claimed.get(`${sender} ${this.rounds.current}`).wei
  }

  claimedBy(sender: Address, claimant: Address): bigint {
    return this.#claimed.get(`${sender} ${this.rounds.current} ${claimant}`).wei
  }

  /** Each place of the pool has the same share of a reserve; never below zero or above what is left. */
  claimable(sender: Address, claimant: Address): bigint {
    const { ledger } = this.staking
    const poolSize = BigInt(ledger.state.get().pool.length)
    if (poolSize === 0n || !ledger.isActive(claimant, this.rounds.current)) return 0n
    const { reserve } = this.senders.get(sender)
    const share = (reserve + this.claimedInRound(sender)) / poolSize
    const claimed = this.claimedBy(sender, claimant)
    return claimed >= share ? 0n : min(share - claimed, reserve)
  }

  /** Takes up to `wei` out of a reserve. @returns what it took */
  claimReserve(sender: Address, claimant: Address, wei: bigint): bigint {
    const amount = min(wei, this.claimable(sender, claimant))
    const round = this.rounds.current
    this.#claimed.set(`${sender} ${round} ${claimant}`, { wei: this.claimedBy(sender, claimant) + amount })
    this.#claimed.set(`${sender} ${round}`, { wei: this.claimedInRound(sender) + amount })
    this.senders.set(sender, { reserve: this.senders.get(sender).reserve - amount })
    return amount
  }
}
