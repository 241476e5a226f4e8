import type { Chain } from '@millrace/chain'
import { BaseError } from '@millrace/common'
import type { IndexerConfig } from '../config.ts'

/** What the pages must know of the network that they show; served as `/config.json`. */
export interface NetworkDescription {
  readonly networkName: string
  /** JSON-RPC that a browser may reach. */
  readonly rpcUrl: string
  readonly chainId: number
  readonly controller: string
  /** The token that is staked. */
  readonly token: { readonly name: string; readonly symbol: string }
  /** Multicall contract that batches reads, where there is one. */
  readonly multicall?: string
  /** Where accounts say who they are, where there is such a contract. */
  readonly identityRegistry?: string
  /** A gateway whose streams and measurements are shown, where there is one. */
  readonly gatewayUrl?: string
  /** A tester whose leaderboard is shown, where there is one. */
  readonly testerUrl?: string
  /** Where an encoder pushes to that gateway. */
  readonly rtmpUrl?: string
  /** Enables wallets that are reached over WalletConnect. */
  readonly walletConnectProjectId?: string
  /** Prices by day, for the value of earnings. */
  readonly priceHistoryUrl?: string
  /** Accounts of a devnet whose keys are public anyway; empty elsewhere. */
  readonly testAccounts: readonly { readonly name: string; readonly privateKey: string }[]
}

/** Thrown when the pages would have to be told a JSON-RPC URL that may hold a key. */
export class BrowserRpcUrlError extends BaseError {
  override name = 'BrowserRpcUrlError'
  readonly code = 'BROWSER_RPC_URL'

  constructor() {
    super(
      'The pages read the chain from their visitors’ browsers: give a JSON-RPC URL that anybody may see as browserRpcUrl (rpcUrls may hold keys, so none of them is shown).',
    )
  }
}

const publicNames: Readonly<Record<number, string>> = { 1: 'Ethereum', 42161: 'Arbitrum One' }
const ownHosts = ['127.0.0.1', 'localhost', '[::1]']

/** @throws {BrowserRpcUrlError} */
export async function describeNetwork(
  config: IndexerConfig,
  { chainId, addresses, contracts, client }: Chain,
): Promise<NetworkDescription> {
  const { networkName, gatewayUrl, testerUrl, rtmpUrl } = config
  const { walletConnectProjectId, priceHistoryUrl, testAccounts } = config
  const { controller, multicall3 } = addresses
  const [name, symbol] = await Promise.all([
    client.readContract({ ...contracts.token, functionName: 'name' }),
    client.readContract({ ...contracts.token, functionName: 'symbol' }),
  ])
  const identityRegistry = config.identityRegistry ?? addresses.identityRegistry
  return {
    networkName: networkName ?? publicNames[chainId] ?? `Chain ${chainId}`,
    rpcUrl: browserRpcUrlOf(config),
    ...{ chainId, controller, token: { name, symbol }, testAccounts },
    ...(multicall3 ? { multicall: multicall3 } : {}),
    ...(identityRegistry ? { identityRegistry } : {}),
    ...(gatewayUrl ? { gatewayUrl } : {}),
    ...(testerUrl ? { testerUrl } : {}),
    ...(rtmpUrl ? { rtmpUrl } : {}),
    ...(walletConnectProjectId ? { walletConnectProjectId } : {}),
    ...(priceHistoryUrl ? { priceHistoryUrl } : {}),
  }
}

function browserRpcUrlOf({ browserRpcUrl, rpcUrls }: IndexerConfig): string {
  if (browserRpcUrl !== undefined) return browserRpcUrl
  const [first = ''] = rpcUrls
  // A chain on this machine is asked without a key.
  if (ownHosts.includes(new URL(first).hostname)) return first
  throw new BrowserRpcUrlError()
}
