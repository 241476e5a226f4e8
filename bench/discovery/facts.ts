import type { Address } from '@millrace/crypto'
import { ticketBrokerScheme } from '@millrace/payments'

/** An orchestrator of this bench, as the chain would tell it. */
export interface HostedOrchestrator {
  readonly address: Address
  readonly serviceUri: string
  readonly stakeWei: string
}

/** The chain as both sides see it; none is asked. */
export const chainFacts = {
  chainId: 31337,
  scheme: ticketBrokerScheme({ contract: `0x${'b'.repeat(40)}`, chainId: 31337n }),
  latestBlock: 100n,
  round: 5n,
  blockHash: `0x${'5a'.repeat(32)}`,
  depositWei: 10n ** 18n,
  reserveWei: 10n ** 20n,
} as const
