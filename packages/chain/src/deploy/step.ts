import type { Address, Hex } from 'viem'
import type { AddressBook } from '../protocol/inventory.ts'
import type { DeployOptions } from './options.ts'
import type { DeployClients } from './sender.ts'

/** A change of the chain's state that can be seen to be done. */
export interface Step {
  readonly name: string
  readonly to: Address
  readonly data: Hex
  /** Left out where another account could have done it as well, and otherwise: then the record tells. */
  readonly isDone?: () => Promise<boolean>
}

/** What the steps are made of. */
export interface StepContext {
  readonly options: DeployOptions
  readonly clients: DeployClients
  readonly addresses: AddressBook
}

/** @returns who owns the Controller in the end: the Governor, if there is one, or else its owner-to-be */
export function finalOwner({ addresses, options }: StepContext): Address {
  return addresses.governor ?? options.owner
}
