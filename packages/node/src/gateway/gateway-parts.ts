import type { Clock, Logger } from '@millrace/common'
import { connectGatewayChain, type GatewayChain } from './chain-connection.ts'
import type { GatewayConfig } from './config.ts'
import type { AuthorizePlayback } from './playback/authorize.ts'
import { GatewayState } from './store/gateway-state.ts'
import { StreamKeys } from './streams/stream-keys.ts'

export interface GatewayDependencies {
  readonly log: Logger
  readonly clock?: Clock
  /** Asked for every playlist and segment; by default everybody may watch, or the webhook of the settings decides. */
  readonly authorizePlayback?: AuthorizePlayback
  /** A chain that is connected already; by default the one that the settings name. */
  readonly chain?: GatewayChain
}

/** What a gateway is opened with. */
export interface GatewayParts {
  readonly keys: StreamKeys
  /** Undefined off chain. */
  readonly chain: GatewayChain | undefined
  readonly state: GatewayState
  readonly deps: GatewayDependencies
}

/** The lock comes first: nothing is touched that another node works with. Throws as `Gateway.create` says. */
export async function openParts(config: GatewayConfig, deps: GatewayDependencies): Promise<GatewayParts> {
  const state = GatewayState.open(config.dataDir)
  try {
    const keys = await StreamKeys.open({ dataDir: config.dataDir }, deps.clock)
    return { keys, chain: deps.chain ?? (await connectGatewayChain(config, deps)), state, deps }
  } catch (error) {
    await state.close()
    throw error
  }
}
