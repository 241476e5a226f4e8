import {
  type Chain,
  connectChain,
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
import type { TesterConfig } from './config.ts'

interface OperationsDependencies {
  readonly life: Lifecycle
  readonly clock: Clock
  readonly log: Logger
}

/** Everything the tester has to do with a chain. */
export interface TesterChain {
  readonly chainId: number
  readonly ticketBroker: Address
  readonly signer: Signer
  readonly reads: SenderChainReads
  readonly staking: ActiveOrchestrators
  /** Whether a staking account has signed that a node's key serves for it. */
  isNodeAuthorized(authorization: NodeAuthorization, signature: Hex): Promise<boolean>
  /** What whoever runs the tester may have its account do; called once. */
  openOperations?(options: { dataDir: string }, deps: OperationsDependencies): NodeOperations
}

/**
 * Connects to the chain that the settings name and unlocks the key; undefined off chain.
 * @throws {SettingsError} when the key is missing; what `connectChain` and the keystore throw.
 */
export async function connectTesterChain(
  config: TesterConfig,
  { log }: { readonly log: Logger },
): Promise<TesterChain | undefined> {
  const { rpcUrls, controller, multicall } = config
  if (rpcUrls.length === 0) return undefined
  const account = await openNodeAccount(config, { signsMessages: true })
  const chain = await connectChain(
    {
      rpcUrls,
      controller: controller as Address | undefined,
      multicall3: multicall as Address | undefined,
    },
    { log: log.child({ module: 'chain' }) },
  )
  return fromChain(chain, account)
}

function fromChain(chain: Chain, account: UnlockedAccount): TesterChain {
  const { addresses, blockNumbers, rounds, broker, staking, chainId } = chain
  return {
    ...{ chainId, ticketBroker: addresses.ticketBroker, signer: account.signer, staking },
    isNodeAuthorized: (authorization, signature) =>
      isNodeAuthorizationSigned(chain.client, authorization, signature),
    openOperations: (options, deps) => {
      const sender = new TxSender({}, { client: chain.client, account: account.account, log: deps.log })
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
