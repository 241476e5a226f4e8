import type { Address } from '@millrace/crypto'
import { type Chain, defineChain } from 'viem'

/** A chain of which only its number matters to viem; `multicall3` lets it send reads made at once as one call. */
export function evmChain(
  chainId: number,
  { rpcUrl, multicall3 }: { readonly rpcUrl?: string; readonly multicall3?: Address | undefined } = {},
): Chain {
  return defineChain({
    id: chainId,
    name: `chain ${chainId}`,
    nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
    rpcUrls: { default: { http: rpcUrl === undefined ? [] : [rpcUrl] } },
    ...(multicall3 ? { contracts: { multicall3: { address: multicall3 } } } : {}),
  })
}
