import type { DatabaseSync } from 'node:sqlite'
import type { Chain, TxSender } from '@millrace/chain'
import type { Clock, Logger } from '@millrace/common'
import type { TicketScheme } from '@millrace/payments'
import type { ChainView } from '../chain/chain-view.ts'
import { BrokerRedemptions } from './broker-redemptions.ts'
import { confirmationsOf, type RedemptionConfig } from './config.ts'
import type { RedemptionEmitter } from './events.ts'
import { RedemptionStore } from './redemption-store.ts'
import { WinnerRedeemer } from './winner-redeemer.ts'
import type { WinnerStore } from './winner-store.ts'

export interface OpenWinnerRedeemerDependencies {
  readonly chain: Chain
  readonly sender: TxSender
  readonly view: ChainView
  readonly scheme: TicketScheme
  readonly database: DatabaseSync
  readonly winners: WinnerStore
  readonly events: RedemptionEmitter
  readonly clock: Clock
  readonly log: Logger
}

/** Puts a redeemer together that goes on from what its database holds. Throws what the chain throws. */
export async function openWinnerRedeemer(
  config: RedemptionConfig & { readonly blockPollMs: number },
  deps: OpenWinnerRedeemerDependencies,
): Promise<WinnerRedeemer> {
  const { chain, database, winners } = deps
  const { ticketValidityRounds } = await chain.broker.params()
  return new WinnerRedeemer(
    {
      redeemGas: config.redeemGas,
      // One more in a batch never costs more than one alone.
      batchTicketGas: minOf(config.redeemBatchTicketGas, config.redeemGas),
      batchGasLimit: config.redeemBatchGasLimit,
      ticketValidityRounds,
      maxGasPriceWei: config.redeemMaxGasPriceWei,
      confirmations: confirmationsOf(config, chain.chainId),
      replaceAfterMs: config.redeemReplaceAfterMs,
      pollMs: config.blockPollMs,
    },
    { ...deps, chain: new BrokerRedemptions(deps), redemptions: new RedemptionStore(database, winners) },
  )
}

function minOf(a: bigint, b: bigint): bigint {
  return a < b ? a : b
}
