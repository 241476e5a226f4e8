/** Rounds of a fixed number of blocks (protocol.md 1.3), over a block number that a test sets. */
import type { Address } from './address.ts'
import { PPM, percOf, points } from './maths.ts'
import { require } from './refusal.ts'
import { Cell, type Store, Table } from './store.ts'
import type { Switch } from './switch.ts'

interface RoundsState {
  block: bigint
  blockHash: bigint
  length: bigint
  lockAmount: bigint
  anchorRound: bigint
  anchorBlock: bigint
  lastInitialized: bigint
}

export class Rounds {
  readonly #switch: Switch
  readonly #state: Cell<RoundsState>
  readonly #blockHashes: Table<bigint, { hash: bigint }>

  constructor(store: Store, controller: Switch) {
    this.#switch = controller
    this.#state = new Cell(store, {
      block: 0n,
      blockHash: 0n,
      length: 0n,
      lockAmount: 0n,
      anchorRound: 0n,
      anchorBlock: 0n,
      lastInitialized: 0n,
    })
    this.#blockHashes = new Table(store, { hash: 0n })
  }

  get settings(): Readonly<RoundsState> {
    return this.#state.get()
  }

  get current(): bigint {
    const { block, length, anchorRound, anchorBlock } = this.#state.get()
    return anchorRound + points(block - anchorBlock, length, 1n)
  }

  get currentStartBlock(): bigint {
    const { length, anchorRound, anchorBlock } = this.#state.get()
    return anchorBlock + (this.current - anchorRound) * length
  }

  get lastInitialized(): bigint {
    return this.#state.get().lastInitialized
  }

  get isInitialized(): boolean {
    return this.lastInitialized === this.current
  }

  get isLocked(): boolean {
    const { block, length, lockAmount } = this.#state.get()
    return block - this.currentStartBlock >= length - percOf(length, lockAmount, PPM)
  }

  blockHashForRound(round: bigint): bigint {
    return this.#blockHashes.get(round).hash
  }

  /** Anyone may turn the wheel of a test's chain. */
  setBlockNum(block: bigint): void {
    this.#state.set({ block })
  }

  setBlockHash(blockHash: bigint): void {
    this.#state.set({ blockHash })
  }

  mineBlocks(count: bigint): void {
    this.#state.set({ block: this.#state.get().block + count })
  }

  setLength(caller: Address, length: bigint): void {
    this.#switch.requireOwner(caller)
    require(length > 0n, 'RoundLengthIsZero')
    // The first length counts from block zero; a later one from the start of the current round.
    if (this.#state.get().length === 0n) this.#state.set({ length })
    this.#state.set({ anchorRound: this.current, anchorBlock: this.currentStartBlock })
    this.#state.set({ length })
  }

  setLockAmount(caller: Address, lockAmount: bigint): void {
    this.#switch.requireOwner(caller)
    require(lockAmount <= PPM, 'InvalidRoundLockAmount')
    this.#state.set({ lockAmount })
  }

  /** Marks the round as begun; what else begins with it is the caller's work. */
  initialize(): void {
    this.#switch.requireRunning()
    const round = this.current
    require(this.lastInitialized !== round, 'RoundAlreadyInitialized')
    this.#state.set({ lastInitialized: round })
    this.#blockHashes.set(round, { hash: this.#state.get().blockHash })
  }

  requireInitialized(): void {
    require(this.isInitialized, 'CurrentRoundNotInitialized')
  }
}
