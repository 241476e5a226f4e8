/** Who holds how much ETH. */
import type { Address } from './address.ts'
import { minus } from './maths.ts'
import { type Store, Table } from './store.ts'

export class Ether {
  readonly #balances: Table<Address, { wei: bigint }>

  constructor(store: Store) {
    this.#balances = new Table(store, { wei: 0n })
  }

  balanceOf(account: Address): bigint {
    return this.#balances.get(account).wei
  }

  give(account: Address, wei: bigint): void {
    this.#balances.set(account, { wei: this.balanceOf(account) + wei })
  }

  move(from: Address, to: Address, wei: bigint): void {
    this.#balances.set(from, { wei: minus(this.balanceOf(from), wei) })
    this.give(to, wei)
  }
}
