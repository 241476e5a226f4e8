import { type Actor, ether } from '@millrace/chain/testing'
import { delay } from '@millrace/common'
import { bytesToHex, type Hex } from '@millrace/crypto'
import {
  createPrice,
  deriveRecipientRand,
  Fraction,
  feeWei,
  type TicketScheme,
  ticketBrokerScheme,
  ticketOf,
} from '@millrace/payments'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openOrchestratorDatabase } from '../../src/orchestrator/store/schema.ts'
import { BalanceTable } from '../../src/state/balance-table.ts'
import { SettingsStore } from '../../src/state/settings-store.ts'
import { askOperator } from '../operator.ts'
import { startTestNetwork, type TestNetwork } from '../orchestrator-chain.ts'
import { makeSegment, ScriptedGateway, temporaryDir, until } from '../orchestrator-fixture.ts'
import { KilledOrchestrator } from './killed-orchestrator.ts'
import { PayingSession, type SentTicket } from './paying-session.ts'

const isDeep = process.env.MILLRACE_DEEP === '1'
const lives = isDeep ? 300 : 6
const sessionCount = 3
const segmentsPerLife = 6
/** Every so many lives parameters expire, and what was won until then is redeemed while all goes on. */
const livesPerExpiry = 3
/** Each redemption is a block. */
const ticketExpiryBlocks = 300
const faceValueWei = ether / 1_000n
const priceWei = 777_777_777n

const dir = temporaryDir()
const source = makeSegment({ seconds: 0.2, size: '160x90' })
let network: TestNetwork
let gateway: ScriptedGateway
let funder: Actor
let scheme: TicketScheme
let node: KilledOrchestrator
const dataDir = `${dir.path}/node`

beforeAll(async () => {
  network = await startTestNetwork()
  const { chainId, addresses } = network.chain
  scheme = ticketBrokerScheme({ contract: addresses.ticketBroker, chainId: BigInt(chainId) })
  funder = network.actor(2)
  await funder.actions.broker.fundDepositAndReserve({ depositWei: 10n * ether, reserveWei: ether })
  gateway = new ScriptedGateway(funder.signer)
  node = new KilledOrchestrator(dir.path, {
    dataDir,
    host: '127.0.0.1',
    port: 0,
    operatorPort: 0,
    transcodeWorkers: 1,
    capacityPixelsPerSecond: 10_000_000,
    rpcUrls: [network.rpcUrl],
    controller: addresses.controller,
    multicall: addresses.multicall3,
    ...(await network.keyFiles(1)),
    blockPollMs: 50,
    register: true,
    bondWei: (1_000n * ether).toString(),
    initializeRoundMaxDelayMs: 0,
    callReward: false,
    pricePerPixel: { wei: priceWei.toString() },
    ticketEvWei: (faceValueWei / 4n).toString(),
    maxFaceValueWei: faceValueWei.toString(),
    redeemGas: 100_000,
    ticketExpiryBlocks,
    logLevel: 'silent',
  })
})
afterAll(async () => {
  await node?.kill()
  gateway?.[Symbol.dispose]()
  await network?.[Symbol.asyncDispose]()
  dir[Symbol.dispose]()
})

/** The block at which parameters were made to expire, while there are no new ones. */
let expiredAt = 0n
const isDrawn = new Map<SentTicket, boolean>()

test(`an orchestrator that is killed ${lives} times under load loses no winner and no credit, and is paid each once`, {
  timeout: isDeep ? 3_600_000 : 180_000,
}, async () => {
  const first = await node.start()
  const servicePort = Number(new URL(first.serviceUri).port)
  await network.mine(60)
  await network.until('it takes paid work', async () => (await fetch(`${first.operatorUrl}/readyz`)).ok)
  const before = await fundsOf()
  const sessions = await Promise.all(
    Array.from({ length: sessionCount }, async (_, index) => {
      const terms = await gateway.terms(first.serviceUri)
      return new PayingSession(gateway, terms, { scheme, source, manifestId: `stream-${index}` })
    }),
  )
  await load(sessions)
  for (let life = 1; life <= lives; life++) {
    await node.kill()
    const ready = node.start({ port: servicePort })
    if (life % 5 === 0) {
      // Sometimes it does not even get to its first breath.
      await delay(Math.random() * 600)
      continue
    }
    await ready
    const work = workOf(life, sessions, first.serviceUri)
    await Promise.race([work, delay(Math.random() * 700)])
    const killed = node.kill()
    await Promise.all([killed, work])
  }

  await node.kill()
  const { operatorUrl } = await node.start({ port: servicePort })
  for (const session of sessions) await session.settle()
  checkBooks(sessions)
  await network.mine(ticketExpiryBlocks + 1)
  await network.until(
    'all winners are redeemed',
    async () => (await earningsOf(operatorUrl)).ticketsWaiting === 0,
  )
  await node.kill()
  await checkChain(sessions, before)
})

/** What the gateway does in one life of the node, for as long as it answers. */
async function workOf(life: number, sessions: readonly PayingSession[], serviceUri: string): Promise<void> {
  if (life % livesPerExpiry === 0 && expiredAt === 0n) await expireParams(sessions)
  if (expiredAt > 0n && !(await renewParams(sessions, serviceUri))) return
  await load(sessions)
}

/** Sessions that pay and send, each until its share is done or the node does not answer. */
async function load(sessions: readonly PayingSession[]): Promise<void> {
  await Promise.all(
    sessions.map(async (session) => {
      for (let count = 0; count < segmentsPerLife; count++) if (!(await session.send())) return
    }),
  )
}

/** Lets all parameters expire between two payments. What was won until now can be redeemed from then on. */
async function expireParams(sessions: readonly PayingSession[]): Promise<void> {
  const isSettled = await Promise.all(sessions.map((session) => session.settleOnce()))
  if (isSettled.includes(false)) return
  await network.mine(ticketExpiryBlocks + 1)
  expiredAt = await network.chain.client.getBlockNumber()
}

/** Goes on in the same sessions with new parameters. @returns whether the node lived to give them */
async function renewParams(sessions: readonly PayingSession[], serviceUri: string): Promise<boolean> {
  try {
    const fresh = async () => {
      const terms = await gateway.terms(serviceUri)
      return (terms.ticketParams?.expirationBlock ?? 0n) > expiredAt + 1n
    }
    await until('the node has seen the block', fresh)
    const terms = await Promise.all(sessions.map(() => gateway.terms(serviceUri)))
    for (const [index, session] of sessions.entries()) {
      const next = terms[index]
      if (next) session.useParams(next)
    }
    expiredAt = 0n
    return true
  } catch {
    return false
  }
}

/** What is on disk, held against what was sent. */
function checkBooks(sessions: readonly PayingSession[]): void {
  using database = openOrchestratorDatabase(dataDir)
  const secret = new SettingsStore(database).secret('tickets')
  const tickets = sessions.flatMap((session) => session.tickets)
  for (const ticket of tickets) isDrawn.set(ticket, wins(ticket, secret))
  const won = tickets.filter((ticket) => isDrawn.get(ticket)).map(hashOf)
  const stored = database.prepare('SELECT ticket_hash FROM winners').all()
  expect(stored.map((row) => row.ticket_hash).sort()).toEqual([...won].sort())
  expect(won.length).toBeGreaterThan(lives / 2)

  const balances = new BalanceTable(database).read()
  for (const session of sessions) {
    const stored = balances.find(({ account }) => account.sessionId === session.sessionId)
    const spentWei = session.creditWei.minus(stored?.balance ?? Fraction.zero)
    const segments = spentWei.dividedBy(segmentFeeWei)
    // Neither more credit nor less than was paid: what is missing is a whole number of segments.
    expect(segments.floor()).toBe(segments.ceil())
    expect(Number(segments.floor())).toBeGreaterThanOrEqual(session.answered)
    expect(Number(segments.floor())).toBeLessThanOrEqual(
      session.answered + session.lost + session.foundEntered,
    )
  }
}

/** What the contract paid, held against what was won. */
async function checkChain(sessions: readonly PayingSession[], before: bigint): Promise<void> {
  const won = sessions.flatMap((session) => session.tickets).filter((ticket) => isDrawn.get(ticket))
  const events = await network.chain.client.getContractEvents({
    ...network.chain.contracts.ticketBroker,
    eventName: 'WinningTicketRedeemed',
    args: { sender: funder.address },
    fromBlock: 0n,
  })
  expect(events).toHaveLength(won.length)
  expect(before - (await fundsOf())).toBe(faceValueWei * BigInt(won.length))
  using database = openOrchestratorDatabase(dataDir)
  const rows = database.prepare('SELECT state, paid_wei FROM winners').all()
  expect(
    rows.every(({ state, paid_wei: paid }) => state === 'redeemed' && paid === faceValueWei.toString()),
  ).toBe(true)
}

function wins({ params, signature }: SentTicket, secret: Uint8Array): boolean {
  const price = createPrice(priceWei, 1n)
  const rand = deriveRecipientRand({ scheme, secret }, { params, sender: funder.address, price })
  return scheme.draw(params.winProb, rand)(signature)
}

function hashOf({ params, senderNonce }: SentTicket): Hex {
  return bytesToHex(scheme.hash(ticketOf(params, funder.address, senderNonce)))
}

/** 128 × 72 pixels, six frames. */
const segmentFeeWei = feeWei(createPrice(priceWei, 1n), 128n * 72n * 6n)

async function fundsOf(): Promise<bigint> {
  const { depositWei, reserveWei } = await network.chain.broker.senderInfo(funder.address)
  return depositWei + reserveWei
}

async function earningsOf(operatorUrl: string): Promise<{ readonly ticketsWaiting: number }> {
  const status = (await (await askOperator({ operatorUrl, dataDir }, '/api/v1/status')).json()) as {
    readonly earnings: { readonly ticketsWaiting: number }
  }
  return status.earnings
}
