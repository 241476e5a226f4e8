import {
  type Abi,
  type ContractFunctionArgs,
  type ContractFunctionName,
  type EncodeFunctionDataParameters,
  encodeFunctionData,
} from 'viem'
import type { TxRequest } from './tx-sender.ts'

type Writes = 'nonpayable' | 'payable'

/** A typed contract call as a request for the sender, labelled by the function's name. */
export function contractCall<const A extends Abi, Name extends ContractFunctionName<A, Writes>>(
  contract: { readonly address: `0x${string}`; readonly abi: A },
  functionName: Name,
  args: ContractFunctionArgs<A, Writes, Name>,
  { valueWei, label = functionName }: { valueWei?: bigint; label?: string } = {},
): TxRequest {
  const parameters = { abi: contract.abi, functionName, args } as unknown as EncodeFunctionDataParameters
  return {
    label,
    to: contract.address,
    data: encodeFunctionData(parameters),
    ...(valueWei === undefined ? {} : { valueWei }),
  }
}
