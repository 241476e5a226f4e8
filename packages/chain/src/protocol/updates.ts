import { governorAbi } from '@millrace/abi'
import { type Address, encodeFunctionData, type Hex } from 'viem'
import type { AdminCall } from './administration.ts'
import { describeCall } from './describe-call.ts'
import type { AddressBook } from './inventory.ts'

/** Calls that a Governor makes together, after a delay. */
export interface GovernorUpdate {
  readonly calls: readonly { readonly to: Address; readonly valueWei: bigint; readonly data: Hex }[]
  /** Tells two updates with the same calls apart. */
  readonly nonce: bigint
}

export type UpdateAction =
  | { readonly name: 'stage'; readonly delayBlocks: bigint }
  | { readonly name: 'execute' | 'cancel' }

/** What a Governor does with an update. */
export function updateCall(
  book: AddressBook,
  { governor, update, action }: { governor: Address; update: GovernorUpdate; action: UpdateAction },
): AdminCall {
  const { calls, nonce } = update
  const struct = {
    target: calls.map(({ to }) => to),
    value: calls.map(({ valueWei }) => valueWei),
    data: calls.map(({ data }) => data),
    nonce,
  }
  const data =
    action.name === 'stage'
      ? encodeFunctionData({ abi: governorAbi, functionName: 'stage', args: [struct, action.delayBlocks] })
      : encodeFunctionData({ abi: governorAbi, functionName: action.name, args: [struct] })
  const inner = calls.map((call) => describeCall(call, book)).join('; ')
  return {
    change: `${action.name} an update`,
    to: governor,
    data,
    call: `Governor.${action.name}: ${inner}`,
    by: action.name === 'execute' ? 'anyone' : 'owner of the governor',
  }
}
