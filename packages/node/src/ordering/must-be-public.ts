/** Chain ids of chains that run on one machine. */
const localChains: ReadonlySet<number> = new Set([1337, 31337])

/** A public chain must not be a way to have this node call into the network it stands in. */
export function mustBePublic(
  { privateOrchestrators }: { readonly privateOrchestrators: 'auto' | 'allow' | 'refuse' },
  chain: { readonly chainId: number } | undefined,
): boolean {
  if (privateOrchestrators !== 'auto') return privateOrchestrators === 'refuse'
  return chain !== undefined && !localChains.has(chain.chainId)
}
