import type { DatabaseSync } from 'node:sqlite'
import { connectChain, TxSender, type UnlockedAccount } from '@millrace/chain'
import { type Clock, Emitter, type Lifecycle, type Logger } from '@millrace/common'
import { type Address, toChecksumAddress } from '@millrace/crypto'
import { ListenError, readSecretFile, SettingsError } from '@millrace/daemon'
import { ticketBrokerScheme } from '@millrace/payments'
import { RedeemerServer } from '@millrace/wire'
import { Registry } from 'prom-client'
import { ChainView } from '../chain/chain-view.ts'
import { Heartbeat } from '../chain/heartbeat.ts'
import { openNodeAccount } from '../daemon/node-account.ts'
import { type NodeOperations, openNodeOperations } from '../daemon/node-operations.ts'
import { OperatorApi } from '../daemon/operator/operator-api.ts'
import type { OperatorHono } from '../daemon/operator/route.ts'
import type { RedemptionEvents } from '../redemption/events.ts'
import { countRedemptions } from '../redemption/metrics.ts'
import { openWinnerRedeemer } from '../redemption/open-winner-redeemer.ts'
import { RedemptionStore } from '../redemption/redemption-store.ts'
import { WinnerStore } from '../redemption/winner-store.ts'
import { lockDataDir } from '../state/data-dir-lock.ts'
import { prepareDataDir } from '../state/database.ts'
import { lockIdentity } from '../state/identity-lock.ts'
import type { RedeemerConfig } from './config.ts'
import { FloatBoard } from './float-board.ts'
import { redeemerRoutes } from './operator/routes.ts'
import { openRedeemerDatabase } from './schema.ts'
import type { RedeemerStatus } from './status.ts'
import { TicketIntake } from './ticket-intake.ts'

export interface AssemblyContext {
  readonly log: Logger
  readonly clock: Clock
  readonly life: Lifecycle
}

/** What the running role is made of, for those who hold it. */
export interface RedeemerParts {
  readonly events: Emitter<RedemptionEvents>
  readonly url: string
  readonly operatorUrl: string
  readonly address: Address
  readonly status: () => RedeemerStatus
}

/** Without an answer of the chain for so long, nothing can be redeemed. */
const maxSilenceMs = 60_000

/** Opens every part in the order of need; `life` undoes them in reverse. Throws as `Redeemer.create` says. */
export async function assemble(config: RedeemerConfig, context: AssemblyContext): Promise<RedeemerParts> {
  const { log, clock, life } = context
  if (config.rpcUrls.length === 0)
    throw new SettingsError({ setting: 'rpcUrls', problem: 'a redeemer needs a chain' })
  const secret = config.secretFile && readSecretFile(config.secretFile, 'secretFile')
  const database = openState(config, context)
  const winners = new WinnerStore(database)
  const events = new Emitter<RedemptionEvents>((err) => log.error({ err }, 'listener failed'))
  const account = await openNodeAccount(config, { signsMessages: false })
  const chain = await openChain(config, { ...context, account, winners, database, events })
  const { view, scheme, recipient, redeemer } = chain
  const floats = new FloatBoard({ senderFacts: (sender) => view.senderFacts(sender) })
  events.on('ticketRedeemed', () => floats.refresh())
  const intake = new TicketIntake(
    { recipient, maxWaiting: config.maxWaitingTickets },
    { winners, scheme, block: () => view.block, clock, log },
  )
  const server = life.use(
    'server',
    await openServer({ ...config, secret }, { intake, floats, log, onTicket: () => redeemer.run() }),
  )
  const heartbeat = life.use(
    'heartbeat',
    new Heartbeat(
      { pollMs: config.blockPollMs },
      {
        blockNumber: () => chain.chain.blockNumbers.latest(),
        onBlock: async (block) => {
          await view.refresh(block)
          floats.refresh()
          redeemer.run()
        },
        clock,
        log,
      },
    ),
  )
  const url = urlOf(config, server.port)
  const startedAtMs = clock.nowMs()
  const status = (): RedeemerStatus => ({
    address: account.address,
    recipient,
    url,
    startedAtMs,
    chainId: chain.chain.chainId,
    round: view.round.number,
    isActive: view.isActive,
    gasPriceWei: view.latestGasPriceWei,
    averageGasPriceWei: view.gasPriceWei,
    tickets: winners.totals(),
    endpoints: chain.chain.endpoints(),
  })
  const operations = openNodeOperations(config, { ...context, ...chain, account })
  const parts = { ...context, status, events, database, winners, heartbeat, operations }
  const operator = await openOperator(config, parts)
  // What a former process left behind does not wait for the next block.
  redeemer.run()
  return { events, url, operatorUrl: operator.url, address: account.address, status }
}

function urlOf({ plainText, host }: RedeemerConfig, port: number): string {
  return `${plainText ? 'http' : 'https'}://${host.includes(':') ? `[${host}]` : host}:${port}`
}

function openState({ dataDir, keystoreFile }: RedeemerConfig, { life, log }: AssemblyContext): DatabaseSync {
  prepareDataDir(dataDir)
  life.use('data folder lock', lockDataDir(dataDir))
  const identity =
    keystoreFile === undefined ? undefined : lockIdentity({ keystoreFile, role: 'redeemer' }, log)
  life.add('identity lock', () => identity?.close())
  return life.use('database', openRedeemerDatabase(dataDir))
}

interface ChainParts extends AssemblyContext {
  readonly account: UnlockedAccount
  readonly winners: WinnerStore
  readonly database: DatabaseSync
  readonly events: Emitter<RedemptionEvents>
}

async function openChain(config: RedeemerConfig, parts: ChainParts) {
  const { account, winners, life, log } = parts
  const chain = await connectChain(
    {
      rpcUrls: config.rpcUrls,
      controller: config.controller as Address | undefined,
      multicall3: config.multicall as Address | undefined,
    },
    { log },
  )
  const recipient = toChecksumAddress((config.recipient as Address | undefined) ?? account.address)
  const scheme = ticketBrokerScheme({
    contract: chain.addresses.ticketBroker,
    chainId: BigInt(chain.chainId),
  })
  const reads = {
    rounds: chain.rounds,
    staking: chain.staking,
    broker: chain.broker,
    blockNumber: () => chain.blockNumbers.latest(),
    gasPriceWei: () => chain.client.getGasPrice(),
  }
  const view = await ChainView.create(
    { recipient },
    { reads, waitingWei: (sender) => winners.waitingWei(sender) },
  )
  const sender = life.use(
    'transactions',
    new TxSender({}, { client: chain.client, account: account.account, log }),
  )
  const redeemer = life.use(
    'redemptions',
    await openWinnerRedeemer(config, { ...parts, chain, sender, view, scheme }),
  )
  return { chain, recipient, scheme, view, redeemer, sender }
}

interface ServerParts {
  readonly intake: TicketIntake
  readonly floats: FloatBoard
  readonly log: Logger
  readonly onTicket: () => void
}

/** @throws {ListenError} naming the setting. */
async function openServer(
  { host, port, plainText, secret }: RedeemerConfig & { secret: string | undefined },
  { intake, floats, log, onTicket }: ServerParts,
): Promise<RedeemerServer> {
  const handlers = {
    queueTicket: async (winner: Parameters<TicketIntake['take']>[0]) => {
      if (!intake.take(winner)) return
      floats.refresh()
      onTicket()
    },
    maxFloat: (sender: Address) => floats.maxFloatWei(sender),
    monitorMaxFloat: (sender: Address, signal: AbortSignal) => floats.watch(sender, signal),
  }
  try {
    return await RedeemerServer.create({ host, port, isPlainText: plainText, secret }, { handlers, log })
  } catch (cause) {
    throw new ListenError({
      host,
      port,
      setting: 'port',
      cause: cause instanceof Error ? cause.cause : cause,
    })
  }
}

interface OperatorParts extends AssemblyContext {
  readonly status: () => RedeemerStatus
  readonly events: Emitter<RedemptionEvents>
  readonly database: DatabaseSync
  readonly winners: WinnerStore
  readonly heartbeat: Heartbeat
  readonly operations: NodeOperations
}

async function openOperator(
  config: RedeemerConfig,
  { status, events, database, winners, heartbeat, operations, life, clock, log }: OperatorParts,
): Promise<OperatorApi> {
  const metrics = new Registry()
  const redemptions = new RedemptionStore(database, winners)
  countRedemptions({ registry: metrics, prefix: 'millrace_redeemer' }, events, {
    totals: () => winners.totals(),
    averageGasPriceWei: () => status().averageGasPriceWei,
    latestGasPriceWei: () => status().gasPriceWei,
    openRedemptions: () => redemptions.countOpen(),
    endpointsUp: () => status().endpoints.filter(({ isUp }) => isUp).length,
    endpoints: () => status().endpoints.length,
  })
  const notReady = () => {
    const { silentMs } = heartbeat
    if (silentMs > maxSilenceMs) return `the chain has not answered for ${Math.round(silentMs / 1000)} s`
    return status().isActive ? undefined : 'the recipient is not active in this round'
  }
  const register = (app: OperatorHono) =>
    redeemerRoutes.register(app, {
      status,
      database,
      totals: () => winners.totals(),
      endpoints: () => status().endpoints,
      operations,
    })
  return life.use(
    'operator API',
    await OperatorApi.create(
      { role: 'redeemer', settings: config },
      { metrics, notReady, register, clock, log },
    ),
  )
}
