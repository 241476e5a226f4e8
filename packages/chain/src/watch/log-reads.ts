import type { Address, Hex } from '@millrace/crypto'
import { type PublicClient, toHex } from 'viem'
import { z } from 'zod'
import type { RawLog } from './protocol-event.ts'

const hex = z.string().regex(/^0x[0-9a-f]*$/i) as z.ZodType<Hex>
const quantity = z.string().regex(/^0x[0-9a-f]+$/i)
const logsSchema = z.array(
  z.object({
    address: hex,
    topics: z.array(hex),
    data: hex,
    blockNumber: quantity.transform(BigInt),
    blockHash: hex,
    transactionHash: hex,
    logIndex: quantity.transform(Number),
  }),
)

export interface LogReads {
  /** Logs of the given contracts in a range of blocks, both ends included, in the order of the chain. */
  between(
    range: { fromBlock: bigint; toBlock: bigint },
    addresses: readonly Address[],
  ): Promise<readonly RawLog[]>
}

export function logReads(client: Pick<PublicClient, 'request'>): LogReads {
  return {
    between: async ({ fromBlock, toBlock }, addresses) => {
      const filter = { fromBlock: toHex(fromBlock), toBlock: toHex(toBlock), address: [...addresses] }
      return logsSchema.parse(
        await client.request({ method: 'eth_getLogs', params: [filter] }, { dedupe: false }),
      )
    },
  }
}
