import type { Hex } from '@millrace/crypto'
import type { PublicClient } from 'viem'
import { z } from 'zod'
import type { RawHeader } from './block-number-source.ts'

const quantity = z.string().regex(/^0x[0-9a-f]+$/i) as z.ZodType<Hex>
// Whoever counts in it is told that it is missing; to others its form is all the same.
const headerSchema = z.object({ number: quantity, l1BlockNumber: quantity.optional().catch(undefined) })

/** The newest block's header, with the fields that chains add to the standard ones. */
export async function latestHeader(client: Pick<PublicClient, 'request'>): Promise<RawHeader> {
  return headerSchema.parse(
    await client.request({ method: 'eth_getBlockByNumber', params: ['latest', false] }, { dedupe: false }),
  )
}
