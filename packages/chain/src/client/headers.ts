import type { Hex } from '@millrace/crypto'
import { type PublicClient, toHex } from 'viem'
import { z } from 'zod'
import type { RawHeader } from './block-number-source.ts'

const quantity = z.string().regex(/^0x[0-9a-f]+$/i) as z.ZodType<Hex>
const hash = z.string().regex(/^0x[0-9a-f]{64}$/i) as z.ZodType<Hex>
const headerSchema = z.object({
  number: quantity,
  hash,
  parentHash: hash,
  timestamp: quantity,
  l1BlockNumber: quantity.optional(),
})

/** Block headers with the fields that chains add to the standard ones. */
export interface HeaderReads {
  latest(): Promise<RawHeader>
  /** @returns undefined when the chain has no such block. */
  at(number: bigint): Promise<RawHeader | undefined>
}

export function headerReads(client: Pick<PublicClient, 'request'>): HeaderReads {
  const read = (block: Hex | 'latest') =>
    client.request({ method: 'eth_getBlockByNumber', params: [block, false] }, { dedupe: false })
  return {
    latest: async () => headerSchema.parse(await read('latest')),
    at: async (number) => headerSchema.nullable().parse(await read(toHex(number))) ?? undefined,
  }
}
