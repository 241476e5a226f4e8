import type { DatabaseSync } from 'node:sqlite'
import type { Chain, TxSender } from '@millrace/chain'
import type { Clock, Emitter, Lifecycle, Logger } from '@millrace/common'
import { readSecretFile } from '@millrace/daemon'
import type { TicketScheme } from '@millrace/payments'
import { RedeemerClient } from '@millrace/wire'
import type { ChainView } from '../../chain/chain-view.ts'
import { BrokerRedemptions } from '../../redemption/broker-redemptions.ts'
import { confirmationsOf } from '../../redemption/config.ts'
import { openWinnerRedeemer } from '../../redemption/open-winner-redeemer.ts'
import { WinnerBook } from '../../redemption/winner-book.ts'
import { WinnerLookup } from '../../redemption/winner-lookup.ts'
import type { WinnerStore } from '../../redemption/winner-store.ts'
import type { OrchestratorConfig } from '../config.ts'
import type { OrchestratorEvents } from '../events.ts'
import { RemoteRedeemer } from './remote-redeemer.ts'

/** What brings winners to the chain: this node itself, or a redeemer for several nodes. */
export interface Redeeming {
  /** To be called at each block; does not wait for what takes longer. */
  run(): Promise<void>
  close(): Promise<void>
}

export interface RedeemingDependencies {
  readonly chain: Chain
  readonly sender: TxSender
  readonly view: ChainView
  readonly scheme: TicketScheme
  readonly database: DatabaseSync
  readonly winners: WinnerStore
  readonly events: Emitter<OrchestratorEvents>
  /** Undefined when this node redeems itself. */
  readonly client: RedeemerClient | undefined
  readonly clock: Clock
  readonly log: Logger
}

/**
 * The redeemer that settings name, if they name one.
 * @throws {SettingsError} when its secret cannot be read, {WireFormatError} when its URL is none.
 */
export function openRedeemerClient(
  { redeemerUrl, redeemerSecretFile }: Pick<OrchestratorConfig, 'redeemerUrl' | 'redeemerSecretFile'>,
  life: Lifecycle,
): RedeemerClient | undefined {
  if (redeemerUrl === undefined) return undefined
  const secret = redeemerSecretFile && readSecretFile(redeemerSecretFile, 'redeemerSecretFile')
  return life.use('redeemer', new RedeemerClient({ url: redeemerUrl, secret }))
}

/** Throws what the chain throws. */
export async function openRedeeming(
  config: OrchestratorConfig,
  deps: RedeemingDependencies,
): Promise<Redeeming> {
  const { chain, client } = deps
  if (client === undefined) return openWinnerRedeemer(config, deps)
  const { ticketValidityRounds } = await chain.broker.params()
  const confirmations = confirmationsOf(config, chain.chainId)
  const book = new WinnerBook(deps)
  const lookup = new WinnerLookup({ confirmations }, { ...deps, chain: new BrokerRedemptions(deps), book })
  return new RemoteRedeemer({ ticketValidityRounds, confirmations }, { ...deps, client, lookup })
}
