import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { type Actor, ether } from '@millrace/chain/testing'
import { delay } from '@millrace/common'
import { bytesToHex, type Hex } from '@millrace/crypto'
import { Fraction, ticketBrokerScheme, ticketOf } from '@millrace/payments'
import { type OrchestratorTerms, type Payment, readOrchestratorInfo } from '@millrace/wire'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { OrchestratorConfigInput } from '../src/orchestrator/index.ts'
import { startTestNetwork, type TestNetwork } from './orchestrator-chain.ts'
import {
  makeSegment,
  payWith,
  refusalOf,
  ScriptedGateway,
  temporaryDir,
  tiny,
} from './orchestrator-fixture.ts'

const kills = process.env.MILLRACE_DEEP === '1' ? 250 : 6
const faceValueWei = ether / 100_000n
const pricePerPixelWei = 1_000n
/** Thirty pictures of the tiny rendition. */
const pixelsOfSegment = 128n * 72n * 30n
const source = makeSegment({ size: '160x90' })
const dir = temporaryDir()
let network: TestNetwork
let funder: Actor

beforeAll(async () => {
  network = await startTestNetwork()
  funder = network.actor(2)
  await funder.actions.broker.fundDepositAndReserve({ depositWei: 50n * ether, reserveWei: ether })
})
afterAll(async () => {
  await network?.[Symbol.asyncDispose]()
  dir[Symbol.dispose]()
})

/** The orchestrator as a process that is killed again and again. */
class Node {
  readonly #file = `${dir.path}/killed.json`
  #child: ChildProcess | undefined
  serviceUri = ''
  operatorUrl = ''

  static async create(): Promise<Node> {
    const node = new Node()
    const config: OrchestratorConfigInput = {
      dataDir: `${dir.path}/killed`,
      host: '127.0.0.1',
      port: 0,
      operatorPort: 0,
      transcodeWorkers: 1,
      capacityPixelsPerSecond: 10_000_000,
      rpcUrls: [network.rpcUrl],
      controller: network.chain.addresses.controller,
      multicall: network.chain.addresses.multicall3,
      ...(await network.keyFiles(1)),
      blockPollMs: 50,
      register: true,
      bondWei: (1_000n * ether).toString(),
      initializeRoundMaxDelayMs: 0,
      pricePerPixel: { wei: pricePerPixelWei.toString() },
      ticketEvWei: faceValueWei.toString(),
      maxFaceValueWei: faceValueWei.toString(),
      redeemGas: 1_000,
      usualGasPriceWei: '1000000000',
      ticketExpiryBlocks: 60,
    }
    writeFileSync(node.#file, JSON.stringify(config))
    return node
  }

  async start(): Promise<void> {
    const program = new URL('../src/orchestrator/main.ts', import.meta.url)
    this.#child = fork(program, ['--config', this.#file], {
      stdio: 'ignore',
      env: { PATH: process.env.PATH },
    })
    const [ready] = (await once(this.#child, 'message')) as [{ serviceUri: string; operatorUrl: string }]
    this.serviceUri = ready.serviceUri
    this.operatorUrl = ready.operatorUrl
  }

  async kill(): Promise<void> {
    if (this.#child === undefined || this.#child.exitCode !== null) return
    const exited = once(this.#child, 'exit')
    this.#child.kill('SIGKILL')
    await exited
  }
}

interface DueTicket {
  readonly payment: Payment
  readonly hash: Hex
}

/** A gateway that pays for each segment with one ticket, which wins, and sends again what got no answer. */
class Payer {
  readonly answered = new Set<Hex>()
  /** Sent, and then its parameters expired before anybody could ask what came of it. */
  readonly unknown = new Set<Hex>()
  readonly #gateway = new ScriptedGateway(funder.signer)
  readonly #node: Node
  readonly #scheme = ticketBrokerScheme({
    contract: network.chain.addresses.ticketBroker,
    chainId: BigInt(network.chain.chainId),
  })
  #terms: OrchestratorTerms | undefined
  #nonce = 0
  /** Segments that were answered, by session. */
  readonly done = new Map<string, number>()
  readonly open = new Map<string, number>()
  readonly spent = new Map<string, Set<Hex>>()
  #due: DueTicket | undefined

  constructor(node: Node) {
    this.#node = node
  }

  /** Pays and sends until told to stop, or until the orchestrator is gone. */
  async paySegments(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      this.#terms ??= await this.#freshTerms()
      if (this.#terms === undefined) return
      this.#due ??= await this.#nextTicket(this.#terms)
      const refusal = await this.#send(this.#terms, this.#due)
      if (refusal === 'gone') return
      if (refusal !== undefined) this.#learn(this.#terms, this.#due, refusal)
    }
  }

  /** @returns why it was refused, `gone` when nobody answered, nothing when it was done */
  async #send(terms: OrchestratorTerms, { payment, hash }: DueTicket): Promise<string | undefined> {
    const { sessionId } = terms.authToken
    const moved = { ...terms, serviceUri: this.#node.serviceUri }
    count(this.open, sessionId)
    const sent = this.#gateway.send({ terms: moved, source, payment, profiles: [tiny], seqNo: this.#nonce })
    const outcome = await sent.catch(() => undefined)
    if (outcome === undefined) return refusalOf(sent).catch(() => 'gone')
    count(this.done, sessionId)
    this.#take(sessionId, hash)
    if (outcome.info === undefined) return undefined
    this.#terms = readOrchestratorInfo(outcome.info, { needsPayment: true })
    this.#nonce = 0
    return undefined
  }

  /** The ticket is the orchestrator's, and the next one is due. */
  #take(sessionId: string, hash: Hex): void {
    this.answered.add(hash)
    this.spent.set(sessionId, (this.spent.get(sessionId) ?? new Set()).add(hash))
    this.#due = undefined
  }

  #learn({ authToken: { sessionId } }: OrchestratorTerms, { hash }: DueTicket, refusal: string): void {
    if (refusal.includes('already seen')) {
      this.#take(sessionId, hash)
      return
    }
    if (!refusal.includes('TicketParams expired')) throw new Error(`Refused: ${refusal}`)
    this.unknown.add(hash)
    this.#due = undefined
    this.#terms = undefined
  }

  async #freshTerms(): Promise<OrchestratorTerms | undefined> {
    this.#nonce = 0
    return this.#gateway.terms(this.#node.serviceUri).catch(() => undefined)
  }

  async #nextTicket(terms: OrchestratorTerms): Promise<DueTicket> {
    const senderNonce = ++this.#nonce
    const payment = await payWith(funder.signer, this.#scheme, { terms, nonces: [senderNonce] })
    const { ticketParams } = terms
    if (ticketParams === undefined) throw new Error('No parameters.')
    const hash = bytesToHex(this.#scheme.hash(ticketOf(ticketParams, funder.address, senderNonce)))
    return { payment, hash }
  }

  [Symbol.dispose](): void {
    this.#gateway[Symbol.dispose]()
  }
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}

test(
  `killed ${kills} times under load it loses no winner, redeems none twice, and its books balance to the wei`,
  async () => {
    const node = await Node.create()
    await node.start()
    await network.mine(60)
    await network.until('the orchestrator takes paid work', async () => {
      return (await fetch(`${node.operatorUrl}/readyz`)).ok
    })
    const fromBlock = await network.chain.client.getBlockNumber()
    using payer = new Payer(node)
    const mining = new AbortController()
    const miner = mineOn(mining.signal)
    const random = randomFrom(7)
    for (let kill = 0; kill < kills; kill++) {
      const load = new AbortController()
      const paying = payer.paySegments(load.signal)
      // Long enough for a few segments, or for none: any moment may be the one.
      await delay(Math.floor(random() * 1_200))
      await node.kill()
      load.abort()
      await paying
      await node.start()
    }
    await payer.paySegments(AbortSignal.timeout(500))
    const status = async () => {
      const answer = await fetch(`${node.operatorUrl}/status`)
      return (await answer.json()) as { earnings: { ticketsWaiting: number } }
    }
    await network.mine(61)
    await network.until('all winners are redeemed', async () => {
      return (await status()).earnings.ticketsWaiting === 0
    })
    mining.abort()
    await miner
    await node.kill()

    const paid = await paidSince(fromBlock)
    using database = new DatabaseSync(`${dir.path}/killed/orchestrator.sqlite`, { readOnly: true })
    const winners = database.prepare('SELECT ticket_hash, state, paid_wei FROM winners').all()
    expect(winners.filter(({ state }) => state !== 'redeemed')).toEqual([])
    const redeemed = new Set(winners.map(({ ticket_hash: hash }) => String(hash)))
    expect([...payer.answered].filter((hash) => !redeemed.has(hash))).toEqual([])
    expect(
      [...redeemed].filter((hash) => !payer.answered.has(hash as Hex) && !payer.unknown.has(hash as Hex)),
    ).toEqual([])
    // On chain each once, in the books what the chain says.
    expect(paid).toEqual(Array.from({ length: redeemed.size }, () => faceValueWei))
    expect(winners.map(({ paid_wei: wei }) => BigInt(String(wei)))).toEqual(paid)
    expect(payer.answered.size).toBeGreaterThan(kills)
    expectBooksToBalance(database, payer)
    process.stderr.write(
      `${kills} kills: ${payer.answered.size} tickets answered, ${redeemed.size} redeemed, ${payer.unknown.size} expired unanswered.\n`,
    )
  },
  kills * 20_000 + 120_000,
)

/** Each session's balance is what its tickets are worth less a whole number of segments: all answered ones, at least. */
function expectBooksToBalance(database: DatabaseSync, payer: Payer): void {
  const fee = Fraction.of(pricePerPixelWei * pixelsOfSegment)
  const rows = database.prepare('SELECT session_id, numerator, denominator FROM balances').all()
  expect(rows.length).toBeGreaterThan(0)
  for (const row of rows) {
    const id = String(row.session_id)
    const credit = Fraction.of(faceValueWei * BigInt(payer.spent.get(id)?.size ?? 0))
    const balance = Fraction.of(BigInt(String(row.numerator)), BigInt(String(row.denominator)))
    const segments = credit.minus(balance).dividedBy(fee).reduced()
    expect(segments.denominator, `session ${id}`).toBe(1n)
    expect(Number(segments.numerator)).toBeGreaterThanOrEqual(payer.done.get(id) ?? 0)
    expect(Number(segments.numerator)).toBeLessThanOrEqual(payer.open.get(id) ?? 0)
  }
}

async function paidSince(fromBlock: bigint): Promise<readonly bigint[]> {
  const { client, contracts } = network.chain
  const events = await client.getContractEvents({
    ...contracts.ticketBroker,
    eventName: 'WinningTicketTransfer',
    args: { sender: funder.address },
    fromBlock,
  })
  return events.map(({ args }) => args.amount ?? 0n)
}

async function mineOn(signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await network.mine(1)
    await delay(150)
  }
}

/** Mulberry32: the same moments in each run, as far as a machine allows. */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}
