import { type Address, type Hex, numberToHex } from 'viem'
import * as z from 'zod/mini'
import type { Provider } from './provider-wallet.ts'
import type { BundledCall } from './wallet.ts'

const hex = z.custom<Hex>((value) => typeof value === 'string' && /^0x[0-9a-fA-F]*$/.test(value))
const capabilitiesSchema = z.record(
  z.string(),
  z.looseObject({ atomic: z.optional(z.looseObject({ status: z.string() })) }),
)
const sentSchema = z.union([
  z.pipe(
    z.string(),
    z.transform((id) => ({ id })),
  ),
  z.looseObject({ id: z.string() }),
])
const statusSchema = z.looseObject({
  status: z.int(),
  receipts: z.optional(z.array(z.looseObject({ transactionHash: hex }))),
})

/** EIP-5792: below this a bundle is not decided yet. */
const firstDecided = 200
const pollMs = 1_000
/** A wallet that does not know the question may not answer at all. */
const patienceMs = 2_000

interface BundleOptions {
  readonly account: Address
  readonly chainId: number
}

/**
 * How a wallet sends calls as one transaction (EIP-5792). One that would have to change the account for it first is not
 * asked to.
 * @returns undefined when it cannot.
 */
export async function bundlerOf(
  provider: Provider,
  { account, chainId }: BundleOptions,
): Promise<((calls: readonly BundledCall[]) => Promise<Hex>) | undefined> {
  const chain = numberToHex(chainId)
  const asked = provider.request({ method: 'wallet_getCapabilities', params: [account, [chain]] })
  const answer = await Promise.race([asked.catch(() => undefined), pause(patienceMs)])
  const { data = {} } = capabilitiesSchema.safeParse(answer)
  // 0x0 stands for every chain.
  const isAtomic = [chain, '0x0'].some((id) => data[id]?.atomic?.status === 'supported')
  if (!isAtomic) return undefined
  return async (calls) => {
    const bundle = { version: '2.0.0', from: account, chainId: chain, atomicRequired: true, calls }
    const { id } = sentSchema.parse(await provider.request({ method: 'wallet_sendCalls', params: [bundle] }))
    return hashOf(provider, id)
  }
}

/** Waits until the wallet tells of the transaction. @throws {Error} when it did not come to one. */
async function hashOf(provider: Provider, id: string): Promise<Hex> {
  for (;;) {
    // Whether it is asked again is up to nobody else: what was signed may be mined at any time.
    const answer = await provider
      .request({ method: 'wallet_getCallsStatus', params: [id] })
      .catch(() => undefined)
    const { data } = statusSchema.safeParse(answer)
    const hash = data?.receipts?.at(-1)?.transactionHash
    if (data && data.status >= firstDecided) {
      if (hash !== undefined) return hash
      throw new Error(`The wallet did not send it (status ${data.status}).`)
    }
    await pause(pollMs)
  }
}

function pause(ms: number): Promise<undefined> {
  return new Promise((resolve) => setTimeout(() => resolve(undefined), ms))
}
