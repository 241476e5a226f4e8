import { type Address, BaseError, type Client } from 'viem'
import { simulateBlocks } from 'viem/actions'
import type { ContractCall } from '../staking/calls.ts'
import { failureSentence } from './failure.ts'

/**
 * Runs calls one after the other without sending them. Nodes that cannot (eth_simulateV1) leave it to the wallet, which
 * shows its owner what a bundle does.
 * @returns the sentence of the first that fails.
 */
export async function tryTogether(
  client: Client,
  account: Address,
  calls: readonly ContractCall[],
): Promise<string | undefined> {
  try {
    const blocks = [{ calls: calls.map(({ to, data }) => ({ account, to, data })) }]
    const [block] = await simulateBlocks(client, { blocks })
    const failed = block?.calls.find(({ status }) => status === 'failure')
    return failed && failureSentence(failed.error ?? new BaseError('The call failed.'))
  } catch {
    return undefined
  }
}
