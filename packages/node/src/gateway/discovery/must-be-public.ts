import type { GatewayChain } from '../chain-connection.ts'
import type { GatewayConfig } from '../config.ts'

/** Chain ids of chains that run on one machine. */
const localChains: ReadonlySet<number> = new Set([1337, 31337])

/** A public chain must not be a way to have this gateway call into the network it stands in. */
export function mustBePublic(
  { privateOrchestrators }: Pick<GatewayConfig, 'privateOrchestrators'>,
  chain: GatewayChain | undefined,
): boolean {
  if (privateOrchestrators !== 'auto') return privateOrchestrators === 'refuse'
  return chain !== undefined && !localChains.has(chain.chainId)
}
