/** The token's balances, supply and allowances to the staking contract (protocol.md 1.10). */
import type { Address } from './address.ts'
import { MAX_UINT256 } from './maths.ts'
import { require } from './refusal.ts'
import { Cell, type Store, Table } from './store.ts'

export class Token {
  readonly #balances: Table<Address, { amount: bigint }>
  readonly #allowances: Table<Address, { amount: bigint }>
  readonly #supply: Cell<{ amount: bigint }>
  readonly #owner: Address

  constructor(store: Store, owner: Address) {
    this.#balances = new Table(store, { amount: 0n })
    this.#allowances = new Table(store, { amount: 0n })
    this.#supply = new Cell(store, { amount: 0n })
    this.#owner = owner
  }

  get supply(): bigint {
    return this.#supply.get().amount
  }

  balanceOf(account: Address): bigint {
    return this.#balances.get(account).amount
  }

  allowance(account: Address): bigint {
    return this.#allowances.get(account).amount
  }

  /** By an account with the role to do so. */
  mintBy(caller: Address, to: Address, amount: bigint): void {
    require(caller === this.#owner, 'AccessControlUnauthorizedAccount')
    this.mint(to, amount)
  }

  mint(to: Address, amount: bigint): void {
    this.#supply.set({ amount: this.supply + amount })
    this.#balances.set(to, { amount: this.balanceOf(to) + amount })
  }

  burn(from: Address, amount: bigint): void {
    this.#supply.set({ amount: this.supply - amount })
    this.#take(from, amount)
  }

  transfer(from: Address, to: Address, amount: bigint): void {
    this.#take(from, amount)
    this.#balances.set(to, { amount: this.balanceOf(to) + amount })
  }

  approve(account: Address, amount: bigint): void {
    this.#allowances.set(account, { amount })
  }

  /** Moves tokens that `from` allowed the staking contract to take. */
  pull(from: Address, to: Address, amount: bigint): void {
    const allowance = this.allowance(from)
    // An allowance of everything is never used up.
    if (allowance < MAX_UINT256) {
      require(allowance >= amount, 'ERC20InsufficientAllowance')
      this.approve(from, allowance - amount)
    }
    this.transfer(from, to, amount)
  }

  #take(from: Address, amount: bigint): void {
    require(this.balanceOf(from) >= amount, 'ERC20InsufficientBalance')
    this.#balances.set(from, { amount: this.balanceOf(from) - amount })
  }
}
