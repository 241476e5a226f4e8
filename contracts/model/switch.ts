/** The Controller's owner and its two switches: a pause stops what enters, earns or redeems, a second one the exits. */
import { type Address, NOBODY } from './address.ts'
import { require } from './refusal.ts'
import { Cell, type Store } from './store.ts'

export class Switch {
  readonly owner: Address
  readonly #state: Cell<{ paused: boolean; exitsPaused: boolean; guardian: Address }>

  constructor(store: Store, owner: Address) {
    this.owner = owner
    this.#state = new Cell(store, { paused: false, exitsPaused: false, guardian: NOBODY })
  }

  get paused(): boolean {
    return this.#state.get().paused
  }

  get exitsPaused(): boolean {
    return this.#state.get().exitsPaused
  }

  get guardian(): Address {
    return this.#state.get().guardian
  }

  pause(caller: Address): void {
    this.#requireKeeper(caller)
    require(!this.paused, 'ControllerPaused')
    this.#state.set({ paused: true })
  }

  unpause(caller: Address): void {
    this.#requireKeeper(caller)
    require(this.paused, 'ControllerNotPaused')
    this.#state.set({ paused: false, exitsPaused: false })
  }

  pauseExits(caller: Address): void {
    this.#requireKeeper(caller)
    require(this.paused, 'ControllerNotPaused')
    require(!this.exitsPaused, 'ControllerExitsPaused')
    this.#state.set({ exitsPaused: true })
  }

  unpauseExits(caller: Address): void {
    this.#requireKeeper(caller)
    require(this.exitsPaused, 'ControllerExitsNotPaused')
    this.#state.set({ exitsPaused: false })
  }

  setGuardian(caller: Address, guardian: Address): void {
    require(caller === this.owner, 'CallerNotOwner')
    this.#state.set({ guardian })
  }

  /** For setters of every contract. */
  requireOwner(caller: Address): void {
    require(caller === this.owner, 'CallerNotControllerOwner')
  }

  requireRunning(): void {
    require(!this.paused, 'SystemPaused')
  }

  requireExitsOpen(): void {
    require(!this.exitsPaused, 'ExitsPaused')
  }

  #requireKeeper(caller: Address): void {
    require(caller === this.owner || (caller === this.guardian && caller !== NOBODY), 'CallerNotGuardian')
  }
}
