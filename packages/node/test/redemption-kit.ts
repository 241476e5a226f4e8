import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Chain, connectChain, TxSender } from '@millrace/chain'
import { type Actor, account, ether, type Protocol, startProtocol } from '@millrace/chain/testing'
import { Emitter, systemClock } from '@millrace/common'
import { type Address, bytesToHex } from '@millrace/crypto'
import { signTicket, type Ticket, type TicketScheme, ticketBrokerScheme } from '@millrace/payments'
import { z } from 'zod'
import { ChainView } from '../src/chain/chain-view.ts'
import { Heartbeat } from '../src/chain/heartbeat.ts'
import { type RedemptionConfig, redemptionSettings } from '../src/redemption/config.ts'
import type { RedemptionEvents, TicketLost, TicketRedeemed } from '../src/redemption/events.ts'
import { openWinnerRedeemer } from '../src/redemption/open-winner-redeemer.ts'
import { redemptionTables, winnersTable } from '../src/redemption/schema.ts'
import { type StoredWinner, WinnerStore } from '../src/redemption/winner-store.ts'
import { openDatabase } from '../src/state/database.ts'
import { testLog } from './orchestrator-fixture.ts'

const maxUint256 = (1n << 256n) - 1n
export const faceValueWei = ether / 100n

/** A chain with an orchestrator in its active set and a gateway that can pay. */
export interface RedemptionNetwork extends AsyncDisposable {
  readonly protocol: Protocol
  readonly recipient: Address
  readonly gateway: Actor
  readonly scheme: TicketScheme
  /** Winners of the present round, whose parameters have expired already. */
  winners(count: number, changes?: Partial<Ticket>): Promise<readonly StoredWinner[]>
  /** What the contract says it paid to the recipient since a block, ticket by ticket. */
  paidSince(fromBlock: bigint): Promise<readonly bigint[]>
}

let nonce = 0

export async function startRedemptionNetwork(): Promise<RedemptionNetwork> {
  const protocol = await startProtocol({ ticketValidityPeriodRounds: 2n })
  const orchestrator = protocol.actor(1)
  const recipient = orchestrator.address
  const gateway = protocol.actor(2)
  await protocol.nextRound()
  await orchestrator.actions.staking.bond({ amountWei: 1_000n * ether, to: recipient })
  await gateway.actions.broker.fundDepositAndReserve({ depositWei: 100n * ether, reserveWei: 10n * ether })
  await protocol.nextRound()
  const { chain } = protocol
  const scheme = ticketBrokerScheme({
    contract: chain.addresses.ticketBroker,
    chainId: BigInt(chain.chainId),
  })
  return {
    protocol,
    recipient,
    gateway,
    scheme,
    async winners(count, changes = {}) {
      const round = await chain.rounds.ticketRound()
      if (!round) throw new Error('No round is initialised.')
      const paramsExpirationBlock = (await chain.blockNumbers.latest()) - 1n
      const make = async (): Promise<StoredWinner> => {
        const recipientRand = BigInt(++nonce)
        const ticket: Ticket = {
          sender: gateway.address,
          recipient,
          faceValueWei,
          winProb: maxUint256,
          senderNonce: nonce,
          recipientRandHash: scheme.recipientRandHash(recipientRand),
          creationRound: round.round,
          creationRoundBlockHash: round.blockHash,
          ...changes,
        }
        return {
          ticket,
          ticketHash: bytesToHex(scheme.hash(ticket)),
          signature: await signTicket(scheme, ticket, gateway.signer),
          recipientRand,
          paramsExpirationBlock,
          receivedAtMs: nonce,
        }
      }
      return Promise.all(Array.from({ length: count }, make))
    },
    async paidSince(fromBlock) {
      const events = await chain.client.getContractEvents({
        ...chain.contracts.ticketBroker,
        eventName: 'WinningTicketTransfer',
        args: { recipient },
        fromBlock,
      })
      return events.map(({ args }) => args.amount ?? 0n)
    },
    [Symbol.asyncDispose]: () => protocol[Symbol.asyncDispose](),
  }
}

/** A redeemer that follows the chain, and all it tells. */
export interface RedemptionNode extends AsyncDisposable {
  readonly winners: WinnerStore
  readonly view: ChainView
  readonly redeemed: readonly TicketRedeemed[]
  readonly lost: readonly TicketLost[]
  readonly replacedFeesWei: readonly bigint[]
  /** Events by name, in order. */
  readonly told: readonly (keyof RedemptionEvents)[]
}

export interface RedemptionNodeOptions {
  readonly dataDir: string
  readonly rpcUrls?: readonly string[]
  readonly requestTimeoutMs?: number
  readonly settings?: Partial<RedemptionConfig>
  /** Winners that it has when it starts. */
  readonly stored?: readonly StoredWinner[]
  /** Test account that pays for gas. */
  readonly payer?: number
}

export async function startRedemptionNode(
  network: RedemptionNetwork,
  {
    dataDir,
    rpcUrls,
    requestTimeoutMs = 10_000,
    settings = {},
    stored = [],
    payer = 3,
  }: RedemptionNodeOptions,
): Promise<RedemptionNode> {
  const log = testLog()
  const chain = rpcUrls ? await connect(network, { rpcUrls, requestTimeoutMs }) : network.protocol.chain
  const database = openDatabase(join(dataDir, 'redeemer.sqlite'), [winnersTable, redemptionTables])
  const winners = new WinnerStore(database)
  winners.add(stored)
  const sender = new TxSender({}, { client: chain.client, account: account(payer).account, log })
  const reads = {
    ...chain,
    blockNumber: () => chain.blockNumbers.latest(),
    gasPriceWei: () => chain.client.getGasPrice(),
  }
  const view = await ChainView.create(
    { recipient: network.recipient },
    { reads, waitingWei: (one) => winners.waitingWei(one) },
  )
  const events = new Emitter<RedemptionEvents>()
  const redeemed: TicketRedeemed[] = []
  const lost: TicketLost[] = []
  const replacedFeesWei: bigint[] = []
  events.on('redemptionReplaced', ({ maxFeePerGasWei }) => replacedFeesWei.push(maxFeePerGasWei))
  const told: (keyof RedemptionEvents)[] = []
  events.on('ticketRedeemed', (event) => redeemed.push(event))
  events.on('ticketLost', (event) => lost.push(event))
  for (const name of [
    'redemptionSent',
    'redemptionReplaced',
    'redemptionReorged',
    'redemptionUnprofitable',
  ] as const)
    events.on(name, () => told.push(name))
  const config = { ...z.object(redemptionSettings).parse({}), ...settings }
  const redeemer = await openWinnerRedeemer(
    { ...config, blockPollMs: 20 },
    { chain, sender, view, scheme: network.scheme, database, winners, events, clock: systemClock, log },
  )
  const heartbeat = new Heartbeat(
    { pollMs: 20 },
    {
      blockNumber: () => chain.blockNumbers.latest(),
      onBlock: async (block) => {
        await view.refresh(block)
        redeemer.run()
      },
      clock: systemClock,
      log,
    },
  )
  return {
    winners,
    view,
    redeemed,
    lost,
    replacedFeesWei,
    told,
    async [Symbol.asyncDispose]() {
      await heartbeat.close()
      await redeemer.close()
      await sender.close()
      database.close()
    },
  }
}

function connect(
  { protocol }: RedemptionNetwork,
  options: { rpcUrls: readonly string[]; requestTimeoutMs: number },
): Promise<Chain> {
  const { addresses } = protocol.chain
  return connectChain({ ...options, addresses, attempts: 2 }, { log: testLog() })
}

export function dataFolder(): Disposable & { readonly path: string } {
  const path = mkdtempSync(join(tmpdir(), 'millrace-redeemer-'))
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) }
}
