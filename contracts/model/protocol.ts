/** The whole protocol as a model: every contract's state, and calls that change it or are refused. */
import type { Address } from './address.ts'
import { Broker } from './broker/broker.ts'
import { Ether } from './ether.ts'
import { Minter } from './minter.ts'
import { Refusal } from './refusal.ts'
import { Rounds } from './rounds.ts'
import { Ledger } from './staking/ledger.ts'
import type { Staking } from './staking/staking.ts'
import { Store } from './store.ts'
import { Switch } from './switch.ts'
import { Token } from './token.ts'
import { Votes } from './votes.ts'

/** Accounts and numbers of a deployment. */
export interface Setup {
  readonly owner: Address
  readonly minter: Address
  readonly treasury: Address
  readonly verifier: Address
  readonly migrator: Address
  readonly inflation: bigint
  readonly inflationChange: bigint
  readonly targetBondingRate: bigint
}

export class Protocol {
  readonly store = new Store()
  readonly controller: Switch
  readonly token: Token
  readonly ether: Ether
  readonly rounds: Rounds
  readonly minter: Minter
  readonly votes: Votes
  readonly staking: Staking
  readonly broker: Broker

  constructor(setup: Setup) {
    const { store } = this
    this.controller = new Switch(store, setup.owner)
    this.token = new Token(store, setup.owner)
    this.ether = new Ether(store)
    this.rounds = new Rounds(store, this.controller)
    this.minter = new Minter(store, {
      address: setup.minter,
      token: this.token,
      controller: this.controller,
      inflation: setup.inflation,
      inflationChange: setup.inflationChange,
      targetBondingRate: setup.targetBondingRate,
    })
    const ledger = new Ledger(store)
    this.votes = new Votes(store, { rounds: this.rounds, ledger })
    const { controller, token, ether, rounds, minter, votes } = this
    const { treasury, verifier, migrator } = setup
    this.staking = { ledger, controller, token, ether, rounds, minter, votes, treasury, verifier, migrator }
    this.broker = new Broker(store, this.staking)
  }

  /** Makes a call. @returns why it is refused, in which case it has changed nothing */
  run(call: (protocol: this) => void): Refusal | undefined {
    try {
      this.store.attempt(() => call(this))
      return undefined
    } catch (error) {
      if (error instanceof Refusal) return error
      throw error
    } finally {
      this.store.settle()
    }
  }
}
