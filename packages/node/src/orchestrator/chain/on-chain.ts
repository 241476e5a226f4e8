import { randomBytes } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import {
  type Actions,
  type Chain,
  connectChain,
  createActions,
  type EndpointHealth,
  TxSender,
  type UnlockedAccount,
} from '@millrace/chain'
import type { Clock, Emitter, Lifecycle, Logger } from '@millrace/common'
import { type Address, bytesToHex, isSameAddress, type Signer, toChecksumAddress } from '@millrace/crypto'
import { SettingsError } from '@millrace/daemon'
import { Balances, TicketRecipient, type TicketScheme, ticketBrokerScheme } from '@millrace/payments'
import type { NodeAuthorizationTerms } from '@millrace/wire'
import { ChainView } from '../../chain/chain-view.ts'
import { openNodeAccount } from '../../daemon/node-account.ts'
import { type NodeOperations, openNodeOperations } from '../../daemon/node-operations.ts'
import type { WinnerStore } from '../../redemption/winner-store.ts'
import type { SettingsStore } from '../../state/settings-store.ts'
import type { OrchestratorConfig } from '../config.ts'
import type { OrchestratorEvents } from '../events.ts'
import { PaidWork } from '../payments/paid-work.ts'
import { PaymentLedger } from '../payments/payment-ledger.ts'
import type { PriceList } from '../payments/price-list.ts'
import type { WorkPayments } from '../payments/work-payments.ts'
import { openRedeemerClient, openRedeeming } from '../redeem/open-redeeming.ts'
import { ToldFloats } from '../redeem/told-floats.ts'
import { ChainDuties } from './chain-duties.ts'
import { findAuthorization } from './node-authorization.ts'
import { openRate } from './open-rate.ts'
import type { RewardState } from './reward-call.ts'

export interface OnChainDependencies {
  readonly settings: SettingsStore
  readonly winners: WinnerStore
  readonly database: DatabaseSync
  readonly prices: PriceList
  readonly events: Emitter<OrchestratorEvents>
  readonly clock: Clock
  readonly life: Lifecycle
  readonly log: Logger
}

/** The part of the role that needs a chain: who it is, how it is paid, what it does there. */
export interface OnChain {
  readonly chainId: number
  readonly signer: Signer
  /** The staking account, which is paid. */
  readonly recipient: Address
  readonly view: ChainView
  readonly payments: WorkPayments
  /** The staking account's word for this node's key, where the two differ. */
  readonly nodeAuthorization: NodeAuthorizationTerms | undefined
  /** How it stands with this round's reward; undefined when this node does not call it. */
  rewardState(): RewardState | undefined
  /** How long ago the chain answered last. */
  silentMs(): number
  /** What whoever runs the node may have its account do. */
  readonly operations: NodeOperations
  /** How each RPC endpoint does. */
  endpoints(): readonly EndpointHealth[]
  /** Registers where asked for, then follows the chain. */
  start(options: { serviceUri: string }): Promise<void>
  /** Why no paid work can be taken now, if so. */
  notReady(): string | undefined
}

/** A balance nobody touched for so long is forgotten, as gateways expect. */
const balanceIdleMs = 600_000

/**
 * Unlocks the key, connects to the chain and puts together what takes and redeems tickets.
 * @throws {SettingsError} for settings that are missing, and what the keystore and the chain throw.
 */
export async function openChain(
  config: OrchestratorConfig,
  dependencies: OnChainDependencies,
): Promise<OnChain> {
  const log = dependencies.log.child({ module: 'orchestrator/chain' })
  const deps = { ...dependencies, log }
  const [account, chain] = await Promise.all([
    openNodeAccount(config, { signsMessages: true }),
    connect(config, log),
  ])
  await openRate(config, { ...deps, chain })
  const recipient = recipientOf(config, account)
  const nodeAuthorization = await findAuthorization(config, { chain, account, recipient, ...deps })
  const { actions, sender } = openActions(account, chain, deps)
  const reads = {
    rounds: chain.rounds,
    staking: chain.staking,
    broker: chain.broker,
    blockNumber: () => chain.blockNumbers.latest(),
    gasPriceWei: () => chain.client.getGasPrice(),
  }
  const waitingWei = (sender: Address) => deps.winners.waitingWei(sender)
  const client = openRedeemerClient(config, deps.life)
  const floats = client && deps.life.use('told floats', new ToldFloats({ ...deps, client }))
  const toldMaxFloatWei = floats && ((sender: Address) => floats.of(sender))
  const view = await ChainView.create({ recipient }, { reads, waitingWei, toldMaxFloatWei })
  const scheme = ticketBrokerScheme({
    contract: chain.addresses.ticketBroker,
    chainId: BigInt(chain.chainId),
  })
  const balances = new Balances({ idleMs: balanceIdleMs })
  const ledger = deps.life.use('ledger', openLedger({ ...deps, scheme, balances }))
  const ticketRecipient = openRecipient(config, { ...deps, view, scheme, recipient, balances, ledger })
  const redeemer = await openRedeeming(config, { ...deps, chain, sender, view, scheme, client })
  const duties = new ChainDuties(
    { ...config, address: account.address, recipient },
    { ...deps, chain, actions, view, redeemer, balances },
  )
  deps.life.use('chain duties', duties)
  return {
    chainId: chain.chainId,
    signer: account.signer,
    recipient,
    nodeAuthorization,
    view,
    payments: new PaidWork(
      { addsRedemptionCost: config.addRedemptionCost },
      { ...deps, scheme, balances, ledger, recipient: ticketRecipient },
    ),
    rewardState: () => duties.rewardState,
    silentMs: () => duties.silentMs,
    operations: openNodeOperations(config, { ...deps, chain, account, sender }),
    endpoints: () => chain.endpoints(),
    start: (options) => duties.start(options),
    notReady: () => duties.notReady(),
  }
}

function connect({ rpcUrls, controller, multicall }: OrchestratorConfig, log: Logger): Promise<Chain> {
  const addresses = {
    controller: controller as Address | undefined,
    multicall3: multicall as Address | undefined,
  }
  return connectChain({ rpcUrls, ...addresses }, { log })
}

function recipientOf({ recipient, register }: OrchestratorConfig, { address }: UnlockedAccount): Address {
  if (recipient === undefined) return address
  if (register && !isSameAddress(recipient as Address, address)) {
    const problem = 'the staking account (recipient) is not this node’s own, so it has to register itself'
    throw new SettingsError({ setting: 'register', problem })
  }
  return toChecksumAddress(recipient as Address)
}

function openActions({ account }: UnlockedAccount, chain: Chain, { life, log }: OnChainDependencies) {
  const sender = life.use('transactions', new TxSender({}, { client: chain.client, account, log }))
  const actions: Actions = createActions(chain, sender)
  return { actions, sender }
}

interface LedgerParts extends OnChainDependencies {
  readonly scheme: TicketScheme
  readonly balances: Balances
}

function openLedger({ database, winners, balances, scheme, clock }: LedgerParts): PaymentLedger {
  return new PaymentLedger({
    database,
    winners,
    balances,
    toStored: (winner) => ({
      ...winner,
      ticketHash: bytesToHex(scheme.hash(winner.ticket)),
      receivedAtMs: clock.nowMs(),
    }),
  })
}

interface RecipientParts extends LedgerParts {
  readonly view: ChainView
  readonly recipient: Address
  readonly ledger: PaymentLedger
}

function openRecipient(config: OrchestratorConfig, parts: RecipientParts): TicketRecipient {
  const { settings, ledger, view, scheme, recipient, balances } = parts
  return new TicketRecipient(
    {
      scheme,
      recipient,
      secret: settings.secret('tickets'),
      settings: {
        ticketEvWei: config.ticketEvWei,
        txCostMultiplier: config.txCostMultiplier,
        redeemGas: config.redeemGas,
        averageGasPriceWei: config.usualGasPriceWei,
        maxFaceValueWei: config.maxFaceValueWei,
        ticketExpiryBlocks: BigInt(config.ticketExpiryBlocks),
      },
    },
    {
      chain: view,
      nonces: ledger,
      balances,
      book: ledger,
      randomBytes: (length) => new Uint8Array(randomBytes(length)),
    },
  )
}
