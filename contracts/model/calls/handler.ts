import type { Abi, ContractFunctionArgs, ContractFunctionName } from 'viem'
import type { Address } from '../address.ts'
import type { Protocol } from '../protocol.ts'

type Mutability = 'nonpayable' | 'payable'

/** Who calls, and the wei that come along. */
export interface Context {
  readonly caller: Address
  readonly value: bigint
}

/** What the functions of a contract do to the model, by their names in the ABI. */
export type Handlers<ContractAbi extends Abi> = {
  readonly [Name in ContractFunctionName<ContractAbi, Mutability>]?: (
    protocol: Protocol,
    context: Context,
    args: ContractFunctionArgs<ContractAbi, Mutability, Name>,
  ) => void
}
