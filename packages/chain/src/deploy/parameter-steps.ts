import { type Address, encodeFunctionData } from 'viem'
import { addressIn, inventory } from '../protocol/inventory.ts'
import { parameter, parameterNames } from '../protocol/parameters.ts'
import type { Step, StepContext } from './step.ts'

/** Steps that set every parameter which the owner could set later too. */
export function protocolParameterSteps({ addresses, options, clients }: StepContext): Step[] {
  return parameterNames.flatMap((name): Step[] => {
    const { contract, getter, setter, setBy } = parameter(name)
    if (setBy !== 'owner' || setter === undefined) return []
    const to: Address = addressIn(addresses, contract)
    const { abi } = inventory[contract]
    const value = options.parameters[name]
    return [
      {
        name: `set ${name}`,
        to,
        data: encodeFunctionData({ abi, functionName: setter, args: [value] }),
        isDone: async () => {
          const current = await clients.publicClient.readContract({ address: to, abi, functionName: getter })
          return BigInt(current as bigint) === value
        },
      },
    ]
  })
}
