/** Inflation and the rewards of a round; holder of all staked tokens and all ETH (protocol.md 1.4). */
import type { Address } from './address.ts'
import { fraction, PPB, percOf, points } from './maths.ts'
import { require } from './refusal.ts'
import { Cell, type Store } from './store.ts'
import type { Switch } from './switch.ts'
import type { Token } from './token.ts'

interface MinterState {
  inflation: bigint
  inflationChange: bigint
  targetBondingRate: bigint
  mintable: bigint
  minted: bigint
}

export class Minter {
  readonly address: Address
  readonly #token: Token
  readonly #switch: Switch
  readonly #state: Cell<MinterState>

  constructor(
    store: Store,
    { address, token, controller, inflation, inflationChange, targetBondingRate }: MinterSetup,
  ) {
    this.address = address
    this.#token = token
    this.#switch = controller
    this.#state = new Cell(store, { inflation, inflationChange, targetBondingRate, mintable: 0n, minted: 0n })
  }

  get state(): Readonly<MinterState> {
    return this.#state.get()
  }

  setInflationChange(caller: Address, inflationChange: bigint): void {
    this.#switch.requireOwner(caller)
    require(inflationChange <= PPB, 'InvalidInflationChange')
    this.#state.set({ inflationChange })
  }

  setTargetBondingRate(caller: Address, targetBondingRate: bigint): void {
    this.#switch.requireOwner(caller)
    require(targetBondingRate <= PPB, 'InvalidTargetBondingRate')
    this.#state.set({ targetBondingRate })
  }

  /** A round begins: inflation takes a step towards the target, and the round's tokens are set aside. */
  setCurrentRewardTokens(totalBonded: bigint): void {
    const { inflation, inflationChange, targetBondingRate } = this.#state.get()
    const supply = this.#token.supply
    const bondingRate = supply === 0n ? 0n : points(totalBonded, supply, PPB)
    let next = inflation
    if (bondingRate < targetBondingRate) next = inflation + inflationChange
    if (bondingRate > targetBondingRate) next = inflationChange > inflation ? 0n : inflation - inflationChange
    this.#state.set({ inflation: next, mintable: percOf(supply, next, PPB), minted: 0n })
  }

  /** Mints a share of the round's tokens into this contract. */
  createReward(numerator: bigint, denominator: bigint): bigint {
    const { mintable, minted } = this.#state.get()
    const amount = fraction(mintable, [numerator, denominator], PPB)
    require(minted + amount <= mintable, 'MintedExceedsMintable')
    this.#state.set({ minted: minted + amount })
    this.#token.mint(this.address, amount)
    return amount
  }
}

interface MinterSetup {
  readonly address: Address
  readonly token: Token
  readonly controller: Switch
  readonly inflation: bigint
  readonly inflationChange: bigint
  readonly targetBondingRate: bigint
}
