import type { Clock, Logger } from '@millrace/common'
import { connectGatewayChain, type GatewayChain } from './chain-connection.ts'
import type { GatewayConfig } from './config.ts'
import type { AuthorizePlayback } from './playback/authorize.ts'
import { GatewayState } from './store/gateway-state.ts'
import { StreamKeys } from './streams/stream-keys.ts'

export interface GatewayDependencies {
  /** Nothing is logged by default. */
  readonly log?: Logger
  readonly clock?: Clock
  /** Asked for every playlist and segment; by default everybody may watch, or the webhook of the settings decides. */
  readonly authorizePlayback?: AuthorizePlayback
  /** Whether this machine keeps up; by default what this process sees of itself. */
  readonly machine?: { readonly isSaturated: boolean }
  /** A chain that is connected already; by default the one that the settings name. */
  readonly chain?: GatewayChain
}

/** The same, with what is left out filled in. */
export interface FilledDependencies extends GatewayDependencies {
  readonly log: Logger
}

/** What a gateway is opened with. */
export interface GatewayParts {
  readonly keys: StreamKeys
  /** Undefined off chain. */
  readonly chain: GatewayChain | undefined
  readonly state: GatewayState
  readonly deps: FilledDependencies
}

/** The lock comes first: nothing is touched that another node works with. Throws as `Gateway.create` says. */
export async function openParts(config: GatewayConfig, deps: FilledDependencies): Promise<GatewayParts> {
  const state = GatewayState.open(config.dataDir, deps.log.child({ module: 'gateway/state' }))
  try {
    const keys = await StreamKeys.open({ dataDir: config.dataDir }, deps.clock)
    const { keystoreFile, rpcUrls } = config
    if (rpcUrls.length > 0 && keystoreFile !== undefined) state.lockIdentity(keystoreFile)
    return { keys, chain: deps.chain ?? (await connectGatewayChain(config, deps)), state, deps }
  } catch (error) {
    await state.close()
    throw error
  }
}
