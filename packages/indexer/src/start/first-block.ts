import type { Hex } from '@millrace/crypto'
import { FirstBlockUnknownError } from '../errors.ts'
import type { BlockRpc } from '../source/block-source.ts'

/**
 * The block that created a contract, found by halving: some thirty questions for any chain.
 * @throws {FirstBlockUnknownError} when the endpoint has forgotten what the chain was.
 */
export async function findFirstBlock(
  { address, head }: { readonly address: Hex; readonly head: number },
  rpc: BlockRpc,
): Promise<number> {
  const hasCode = async (block: number): Promise<boolean> => {
    const params = [address, `0x${block.toString(16)}`]
    const code = await rpc.request({ method: 'eth_getCode', params }).catch((cause) => {
      throw new FirstBlockUnknownError({ address, blockNumber: block, cause })
    })
    return typeof code === 'string' && code.length > 2
  }
  let [without, withCode] = [-1, head]
  while (withCode - without > 1) {
    const middle = Math.floor((without + withCode) / 2)
    if (await hasCode(middle)) withCode = middle
    else without = middle
  }
  return withCode
}
