import { contractCall, type TxRequest } from '@millrace/chain'
import type { Address } from '@millrace/crypto'
import type { Abi, ContractFunctionArgs, ContractFunctionName } from 'viem'

/** A call as it is sent, and by whom. */
export interface SeedTransaction extends TxRequest {
  readonly from: Address
}

type Writes = 'nonpayable' | 'payable'

interface SeedCall<Contract extends Abi, Name extends ContractFunctionName<Contract, Writes>> {
  readonly from: Address
  readonly to: Address
  readonly abi: Contract
  readonly functionName: Name
  readonly args: ContractFunctionArgs<Contract, Writes, Name>
  readonly valueWei?: bigint
}

export function transaction<const Contract extends Abi, Name extends ContractFunctionName<Contract, Writes>>(
  call: SeedCall<Contract, Name>,
): SeedTransaction {
  const { from, to, abi, functionName, args, valueWei = 0n } = call
  return { from, ...contractCall({ address: to, abi }, functionName, args, { valueWei }) }
}
