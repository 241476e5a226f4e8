import {
  type Chain,
  connectChain,
  createActions,
  isNodeAuthorizationSigned,
  type NodeAuthorization,
  TxSender,
  type UnlockedAccount,
} from '@millrace/chain'
import type { Clock, Lifecycle, Logger } from '@millrace/common'
import type { Address, Hex, Signer } from '@millrace/crypto'
import { openNodeAccount } from '../daemon/node-account.ts'
import { type NodeOperations, openNodeOperations } from '../daemon/node-operations.ts'
import type { ActiveOrchestrators } from '../ordering/orchestrator-source.ts'
import type { SenderChainReads } from '../ordering/sender-chain-view.ts'
import type { GatewayConfig } from './config.ts'

interface OperationsDependencies {
  readonly life: Lifecycle
  readonly clock: Clock
  readonly log: Logger
}

/** Everything the gateway has to do with a chain. */
export interface GatewayChain {
  readonly chainId: number
  readonly controller: Address
  readonly ticketBroker: Address
  readonly signer: Signer
  readonly reads: SenderChainReads
  readonly staking: ActiveOrchestrators
  /** Moves money of the account into its deposit. @returns the hash of the transaction, once it is mined. */
  readonly addToDeposit?: (amountWei: bigint) => Promise<Hex>
  /** Whether a staking account has signed that a node's key serves for it. */
  isNodeAuthorized(authorization: NodeAuthorization, signature: Hex): Promise<boolean>
  /** What whoever runs the gateway may have its account do; called once. */
  openOperations?(options: { dataDir: string }, deps: OperationsDependencies): NodeOperations
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
  const account = await openNodeAccount(config, { signsMessages: true })
  const chain = await connectChain(
    { rpcUrls, ...(controller && { controller: controller as Address }) },
    { log: log.child({ module: 'chain' }) },
  )
  return fromChain(chain, { account, log })
}

function fromChain(
  chain: Chain,
  { account, log }: { readonly account: UnlockedAccount; readonly log: Logger },
): GatewayChain {
  const { addresses, blockNumbers, rounds, broker, staking, chainId } = chain
  const sender = new TxSender({}, { client: chain.client, account: account.account, log })
  const actions = createActions(chain, sender)
  return {
    chainId,
    controller: addresses.controller,
    ticketBroker: addresses.ticketBroker,
    signer: account.signer,
    staking,
    isNodeAuthorized: (authorization, signature) =>
      isNodeAuthorizationSigned(chain.client, authorization, signature),
    addToDeposit: async (depositWei) => {
      const receipt = await actions.broker.fundDepositAndReserve({ depositWei, reserveWei: 0n })
      return receipt.transactionHash
    },
    openOperations: (options, deps) => {
      deps.life.use('transactions', sender)
      return openNodeOperations(options, { ...deps, chain, account, sender })
    },
    reads: {
      latestBlock: () => blockNumbers.latest(),
      round: () => rounds.current(),
      ticketRound: () => rounds.ticketRound(),
      senderInfo: (sender) => broker.senderInfo(sender),
    },
  }
}
