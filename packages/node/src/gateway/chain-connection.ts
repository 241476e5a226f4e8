import {
  type Actions,
  type Chain,
  connectChain,
  createActions,
  isNodeAuthorizationSigned,
  type NodeAuthorization,
  TxSender,
} from '@millrace/chain'
import type { Logger } from '@millrace/common'
import type { Address, Hex, Signer } from '@millrace/crypto'
import type { LocalAccount } from 'viem'
import { openNodeAccount } from '../daemon/node-account.ts'
import type { GatewayConfig } from './config.ts'
import type { ActiveOrchestrators } from './discovery/orchestrator-source.ts'
import type { GatewayChainReads } from './payments/chain-view.ts'

/** Everything the gateway has to do with a chain. */
export interface GatewayChain {
  readonly chainId: number
  readonly controller: Address
  readonly ticketBroker: Address
  readonly signer: Signer
  readonly reads: GatewayChainReads
  readonly staking: ActiveOrchestrators
  /** Moves money of the account into its deposit. @returns the hash of the transaction, once it is mined. */
  readonly addToDeposit?: (amountWei: bigint) => Promise<Hex>
  /** Whether a staking account has signed that a node's key serves for it. */
  isNodeAuthorized(authorization: NodeAuthorization, signature: Hex): Promise<boolean>
}

/**
 * Connects to the chain that the settings name and unlocks the key; undefined off chain.
 * @throws {SettingsError} when the key is missing; what `connectChain` and the keystore throw.
 */
export async function connectGatewayChain(
  config: GatewayConfig,
  { log }: { readonly log: Logger },
): Promise<GatewayChain | undefined> {
  const { rpcUrls, controller } = config
  if (rpcUrls.length === 0) return undefined
  const { signer, account } = await openNodeAccount(config)
  const chain = await connectChain(
    { rpcUrls, ...(controller && { controller: controller as Address }) },
    { log: log.child({ module: 'chain' }) },
  )
  return { ...fromChain(chain, signer), addToDeposit: depositor(chain, { account, log }) }
}

/** Nothing is sent, and nobody is asked, before the first amount is. */
function depositor(
  chain: Chain,
  { account, log }: { readonly account: LocalAccount; readonly log: Logger },
): (amountWei: bigint) => Promise<Hex> {
  let actions: Actions | undefined
  return async (depositWei) => {
    actions ??= createActions(chain, new TxSender({}, { client: chain.client, account, log }))
    const receipt = await actions.broker.fundDepositAndReserve({ depositWei, reserveWei: 0n })
    return receipt.transactionHash
  }
}

function fromChain(chain: Chain, signer: Signer): GatewayChain {
  const { addresses, blockNumbers, rounds, broker, staking, chainId } = chain
  return {
    chainId,
    controller: addresses.controller,
    ticketBroker: addresses.ticketBroker,
    signer,
    staking,
    isNodeAuthorized: (authorization, signature) =>
      isNodeAuthorizationSigned(chain.client, authorization, signature),
    reads: {
      latestBlock: () => blockNumbers.latest(),
      round: () => rounds.current(),
      ticketRound: () => rounds.ticketRound(),
      senderInfo: (sender) => broker.senderInfo(sender),
    },
  }
}
