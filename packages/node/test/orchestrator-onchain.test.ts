import { fork } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { nodeAuthorizationTypedData, renderAuthorization } from '@millrace/chain'
import { type Actor, account, ether, privateKey } from '@millrace/chain/testing'
import { type Address, bytesToHex, hexToBytes } from '@millrace/crypto'
import { freePrice, signTicket, ticketBrokerScheme } from '@millrace/payments'
import {
  createEndpointChallenge,
  createPriceInfo,
  isSignedBy,
  type Payment,
  readOrchestratorInfo,
} from '@millrace/wire'
import { privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import type { TicketWon } from '../src/orchestrator/events.ts'
import {
  IdentityInUseError,
  Orchestrator,
  type OrchestratorConfigInput,
  orchestratorConfigSchema,
} from '../src/orchestrator/index.ts'
import { openOrchestratorDatabase } from '../src/orchestrator/store/schema.ts'
import { RedemptionStore } from '../src/redemption/redemption-store.ts'
import { type StoredWinner, WinnerStore } from '../src/redemption/winner-store.ts'
import { askOperator } from './operator.ts'
import { startTestNetwork, type TestNetwork } from './orchestrator-chain.ts'
import {
  makeSegment,
  payWith,
  refusalOf,
  ScriptedGateway,
  temporaryDir,
  testLog,
  until,
} from './orchestrator-fixture.ts'
import { TestPriceFeed } from './price-feed.ts'

const faceValueWei = ether / 1_000n
/** Far more than pass by themselves during a test. */
const ticketExpiryBlocks = 100
const source = makeSegment()
const dir = temporaryDir()
let network: TestNetwork
let node: Orchestrator
let funder: Actor
let scheme: ReturnType<typeof ticketBrokerScheme>

/** Settings as in a file. Every ticket wins: its expected value is its face value. */
async function settingsOf(account: number): Promise<OrchestratorConfigInput> {
  return {
    dataDir: `${dir.path}/node-${account}`,
    host: '127.0.0.1',
    port: 0,
    operatorPort: 0,
    transcodeWorkers: 1,
    capacityPixelsPerSecond: 10_000_000,
    rpcUrls: [network.rpcUrl],
    controller: network.chain.addresses.controller,
    multicall: network.chain.addresses.multicall3,
    ...(await network.keyFiles(account)),
    blockPollMs: 50,
    register: true,
    bondWei: (1_000n * ether).toString(),
    initializeRoundMaxDelayMs: 0,
    pricePerPixel: { wei: '1000000' },
    // As good as certain to win; gateways take none that is.
    ticketEvWei: (faceValueWei - 1n).toString(),
    maxFaceValueWei: faceValueWei.toString(),
    redeemGas: 100_000,
    ticketExpiryBlocks,
  }
}

function failure(what: string): never {
  throw new Error(what)
}

beforeAll(async () => {
  network = await startTestNetwork()
  const { chainId, addresses } = network.chain
  scheme = ticketBrokerScheme({ contract: addresses.ticketBroker, chainId: BigInt(chainId) })
  node = await Orchestrator.create(orchestratorConfigSchema.parse(await settingsOf(1)), { log: testLog() })
  funder = network.actor(2)
  await funder.actions.broker.fundDepositAndReserve({ depositWei: ether, reserveWei: ether })
  let isActive = false
  node.events.on('roundStarted', (event) => {
    isActive = event.isActive
  })
  await network.mine(60)
  await network.until('a round with the orchestrator in it has started', () => isActive)
})
afterAll(async () => {
  await node?.close()
  await network?.[Symbol.asyncDispose]()
  dir[Symbol.dispose]()
})

test('it registers itself: own stake, cuts and service URI are as its settings say', async () => {
  expect(await network.chain.staking.orchestrator(node.address)).toMatchObject({
    stakeWei: expect.toSatisfy((stake: bigint) => stake >= 1_000n * ether),
    rewardCutPpm: 100_000n,
    feeSharePpm: 500_000n,
    serviceUri: node.serviceUri,
    isActive: true,
  })
})

/** What the contract says it paid from this gateway to this orchestrator since a block. */
async function paidSince(fromBlock: bigint): Promise<bigint> {
  const { client, contracts } = network.chain
  const events = await client.getContractEvents({
    ...contracts.ticketBroker,
    eventName: 'WinningTicketTransfer',
    args: { sender: funder.address, recipient: node.address },
    fromBlock,
  })
  return events.reduce((sum, { args }) => sum + (args.amount ?? 0n), 0n)
}

test('a paid session: winners are redeemed after their parameters expired, and sums balance to the wei', async () => {
  using gateway = new ScriptedGateway(funder.signer)
  const { chain } = network
  const fromBlock = (await chain.client.getBlockNumber()) + 1n
  const before = await chain.broker.senderInfo(funder.address)
  const won = node.status.earnings.ticketsWon
  const told: TicketWon[] = []
  onTestFinished(node.events.on('ticketWon', (event) => told.push(event)))
  const terms = await gateway.terms(node.serviceUri)
  expect(terms.ticketParams).toMatchObject({ recipient: node.address, faceValueWei })
  const payment = await payWith(funder.signer, scheme, { terms, nonces: [1, 2, 3] })
  const { data, info } = await gateway.send({ terms, source, payment })
  expect(node.status.earnings).toMatchObject({ ticketsWon: won + 3, ticketsWaiting: 3 })
  expect(told).toMatchObject(Array.from({ length: 3 }, () => ({ gateway: funder.address, faceValueWei })))
  expect(new Set(told.map(({ ticketHash }) => ticketHash)).size).toBe(3)
  const [first] = data.segments
  const bytes = await gateway.client.downloadRendition(first?.url ?? '', terms)
  expect(isSignedBy(node.address, [bytes], data)).toBe(true)
  const next = readOrchestratorInfo(info ?? failure('no terms'), { needsPayment: true })
  expect(next).toMatchObject({ authToken: terms.authToken, price: terms.price })
  expect(next.ticketParams?.recipientRandHash).not.toBe(terms.ticketParams?.recipientRandHash)
  await network.mine(ticketExpiryBlocks + 1)
  await network.until('all winners are redeemed', () => node.status.earnings.ticketsWaiting === 0)
  const after = await chain.broker.senderInfo(funder.address)
  expect(before.depositWei - after.depositWei).toBe(3n * faceValueWei)
  expect(after.reserveWei).toBe(before.reserveWei)
  expect(await paidSince(fromBlock)).toBe(3n * faceValueWei)
  expect(node.status.earnings).toMatchObject({ ticketsLost: 0, waitingWei: 0n })
  expect(node.status.earnings.ticketsRedeemed).toBe(won + 3)
})

test('work is debited at the session’s price, and refused when the balance is below one ticket', async () => {
  using gateway = new ScriptedGateway(funder.signer)
  const terms = await gateway.terms(node.serviceUri)
  const fees: bigint[] = []
  const off = node.events.on('segmentDone', ({ feeWei }) => fees.push(feeWei))
  const empty = await payWith(funder.signer, scheme, { terms, nonces: [] })
  expect(await refusalOf(gateway.send({ terms, source, payment: empty }))).toBe('400 Insufficient balance')
  // 160 × 90 pixels × 30 frames × 10^6 wei are 432 · 10^9 wei, far less than the ticket's 10^15.
  const { data } = await gateway.send({
    terms,
    source,
    payment: await payWith(funder.signer, scheme, { terms, nonces: [1, 2] }),
  })
  await gateway.send({ terms, source, seqNo: 1, payment: empty })
  const [pixels = 0n] = data.segments.map((segment) => segment.pixels)
  expect(fees).toEqual([pixels * 1_000_000n, pixels * 1_000_000n])
  // What is left of two tickets still covers one; what is left of one does not.
  const other = await gateway.terms(node.serviceUri)
  const single = await payWith(funder.signer, scheme, { terms: other, nonces: [1] })
  await gateway.send({ terms: other, source, payment: single })
  expect(await refusalOf(gateway.send({ terms: other, source, seqNo: 1, payment: empty }))).toBe(
    '400 Insufficient balance',
  )
  off()
})

test('a new price is asked of new sessions; one that runs, and terms given before, keep the old one', async () => {
  using gateway = new ScriptedGateway(funder.signer)
  const steer = async (path: string, method: string, body?: unknown) => {
    const access = { operatorUrl: node.operatorUrl, dataDir: `${dir.path}/node-1` }
    const answer = await askOperator(access, path, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    expect(answer.status).toBe(200)
  }
  const fees: bigint[] = []
  const off = node.events.on('segmentDone', ({ feeWei }) => fees.push(feeWei))
  const running = await gateway.terms(node.serviceUri)
  const payment = await payWith(funder.signer, scheme, { terms: running, nonces: [1, 2] })
  await gateway.send({ terms: running, source, payment })
  const given = await gateway.terms(node.serviceUri)

  await steer('/api/v1/price', 'PUT', { wei: '3000000' })
  const empty = await payWith(funder.signer, scheme, { terms: running, nonces: [] })
  const { info } = await gateway.send({ terms: running, source, seqNo: 1, payment: empty })
  expect(readOrchestratorInfo(info ?? failure('no terms'), { needsPayment: true }).price).toEqual(
    running.price,
  )
  const late = await payWith(funder.signer, scheme, { terms: given, nonces: [1, 2] })
  await gateway.send({ terms: given, source, payment: late })
  const dear = await gateway.terms(node.serviceUri)
  expect(dear.price?.weiPerUnit).toBe(3_000_000n)
  const much = await payWith(funder.signer, scheme, { terms: dear, nonces: [1, 2] })
  await gateway.send({ terms: dear, source, payment: much })
  const [first = 0n] = fees
  expect(fees).toEqual([first, first, first, 3n * first])

  await steer(`/api/v1/price/${funder.address}`, 'PUT', { wei: '2000000' })
  expect((await gateway.terms(node.serviceUri)).price?.weiPerUnit).toBe(2_000_000n)
  await steer(`/api/v1/price/${funder.address}`, 'DELETE')
  await steer('/api/v1/price', 'PUT', { wei: '1000000' })
  for (const { serviceUri, authToken } of [running, given, dear])
    await gateway.client.endSession(serviceUri, authToken)
  off()
})

test('error: every kind of bad payment and foreign signature is refused as the network words it', async () => {
  using gateway = new ScriptedGateway(funder.signer)
  const stranger = network.actor(3).signer
  const terms = await gateway.terms(node.serviceUri)
  const pay = (nonces: readonly number[], changes = {}) =>
    payWith(funder.signer, scheme, { terms, nonces, changes })
  const refusal = async (payment: Payment | undefined, signer = funder.signer, order = {}) => {
    using sender = new ScriptedGateway(signer)
    return await refusalOf(sender.send({ terms, source, order, ...(payment && { payment }) }))
  }
  const good = await pay([1])
  expect(await refusal(undefined)).toBe('403 ErrSegSig')
  expect(await refusal(good, stranger)).toBe('403 ErrSegSig')
  const rand = '400 invalid recipientRand for ticket recipientRandHash'
  expect(await refusal(await pay([1], { faceValueWei: 1n }))).toBe(rand)
  expect(await refusal(await pay([1], { expirationBlock: 10n ** 9n }))).toBe(rand)
  expect(await refusal({ ...good, expectedPrice: createPriceInfo(freePrice) })).toBe(rand)
  expect(await refusal(await payWith(stranger, scheme, { terms, nonces: [1] }), stranger)).toBe(
    '400 no sender reserve',
  )
  const foreign = { recipient: stranger.address }
  expect(await refusal(await pay([1], foreign))).toBe('400 invalid ticket recipient')
  const unsigned = {
    ...good,
    ticketSenderParams: good.ticketSenderParams.map((ticket) => ({ ...ticket, sig: new Uint8Array(65) })),
  }
  expect(await refusal(unsigned)).toBe('400 invalid ticket signature')
  expect(node.status.sessions.some(({ sessionId }) => sessionId === terms.authToken.sessionId)).toBe(false)
  await gateway.send({ terms, source, payment: good })
  expect(await refusal(good)).toBe('400 invalid ticket senderNonce: already seen 1')
  const thief = await payWith(stranger, scheme, { terms, nonces: [5] })
  expect(await refusal(thief, stranger)).toBe('403 invalid auth token')
  await network.mine(ticketExpiryBlocks + 1)
  // Winners are redeemed as soon as the node sees that the parameters have expired.
  await network.until('the winner is redeemed', () => node.status.earnings.ticketsWaiting === 0)
  expect(await refusal(await pay([7]))).toBe('400 TicketParams expired')
})

test('error: terms need a signature, and a reserve behind the gateway', async () => {
  using unsigned = new ScriptedGateway()
  expect(await refusalOf(unsigned.terms(node.serviceUri))).toBe(
    'Invalid orchestrator request: orchestrator req sig check failed',
  )
  using poor = new ScriptedGateway(network.actor(3).signer)
  expect(await refusalOf(poor.terms(node.serviceUri))).toBe('insufficient sender reserve')
})

test('a node with a key of its own works for another staking account, which is paid', async () => {
  const { client } = network.chain
  const own = await settingsOf(0)
  const nodeAuthorizationFile = `${dir.path}/authorization.json`
  const authorization = {
    chainId: network.chain.chainId,
    orchestrator: node.address,
    nodeKey: network.actor(0).address,
    validUntil: 4_000_000_000n,
  }
  const signature = await privateKeyToAccount(privateKey(1)).signTypedData(
    nodeAuthorizationTypedData(authorization),
  )
  writeFileSync(nodeAuthorizationFile, renderAuthorization({ ...authorization, signature }))
  const settings = { ...own, register: false, recipient: node.address, nodeAuthorizationFile }
  await using helper = await Orchestrator.create(orchestratorConfigSchema.parse(settings), { log: testLog() })
  using gateway = new ScriptedGateway(funder.signer)
  // A winner that came late is redeemed too, and would be counted here.
  await network.until('nothing waits', () => node.status.earnings.ticketsWaiting === 0)
  const fromBlock = (await client.getBlockNumber()) + 1n
  const terms = await gateway.terms(helper.serviceUri)
  expect(helper.address).not.toBe(node.address)
  expect(terms).toMatchObject({ address: helper.address, ticketParams: { recipient: node.address } })
  // Whoever asks sees that the key is the endpoint's, and that the staking account lets it serve.
  expect(await gateway.client.proveEndpoint(helper.serviceUri)).toMatchObject({ signer: helper.address })
  expect(terms.nodeAuthorization).toEqual({
    validUntil: authorization.validUntil,
    signature: hexToBytes(signature),
  })
  const payment = await payWith(funder.signer, scheme, { terms, nonces: [1] })
  const { data } = await gateway.send({ terms, source, payment })
  const [first] = data.segments
  const bytes = await gateway.client.downloadRendition(first?.url ?? '', terms)
  expect(isSignedBy(helper.address, [bytes], data)).toBe(true)
  await network.mine(ticketExpiryBlocks + 1)
  await network.until('the winner is redeemed', () => helper.status.earnings.ticketsRedeemed === 1)
  expect(await paidSince(fromBlock)).toBe(faceValueWei)
})

test('reward is called by a hot key once the cold staking account has named it', async () => {
  const [hot, cold] = [await settingsOf(5), network.actor(8)]
  await cold.actions.staking.bond({ amountWei: 2_000n * ether, to: cold.address })
  const nodeAuthorizationFile = `${dir.path}/hot-authorization.json`
  const authorization = {
    chainId: network.chain.chainId,
    orchestrator: cold.address,
    nodeKey: network.actor(5).address,
    validUntil: 4_000_000_000n,
  }
  const signature = await privateKeyToAccount(privateKey(8)).signTypedData(
    nodeAuthorizationTypedData(authorization),
  )
  writeFileSync(nodeAuthorizationFile, renderAuthorization({ ...authorization, signature }))
  const settings = {
    ...hot,
    dataDir: `${dir.path}/hot`,
    register: false,
    recipient: cold.address,
    nodeAuthorizationFile,
  }
  await using helper = await Orchestrator.create(orchestratorConfigSchema.parse(settings), { log: testLog() })
  await network.mine(60)
  await network.until('it is found not to be the caller', () => helper.status.reward === 'notCaller')
  await cold.actions.staking.setRewardCaller(network.actor(5).address)
  await network.until('reward is called', () => helper.status.reward === 'called')
  const calls = await network.chain.client.getContractEvents({
    ...network.chain.contracts.bondingManager,
    eventName: 'Reward',
    args: { transcoder: cold.address },
    fromBlock: 0n,
  })
  expect(calls.length).toBeGreaterThanOrEqual(1)
})

test('error: an authorisation that is not for this node keeps it from starting', async () => {
  const file = `${dir.path}/of-another.json`
  const word = {
    chainId: network.chain.chainId,
    nodeKey: network.actor(3).address,
    validUntil: 4_000_000_000n,
  }
  writeFileSync(file, renderAuthorization({ ...word, orchestrator: node.address, signature: '0x12' }))
  const settings = {
    ...(await settingsOf(6)),
    dataDir: `${dir.path}/unauthorized`,
    register: false,
    recipient: node.address,
    nodeAuthorizationFile: file,
  }
  const start = Orchestrator.create(orchestratorConfigSchema.parse(settings), { log: testLog() })
  await expect(start).rejects.toThrow(`it is for the key ${network.actor(3).address}`)
})

test('error: a challenge that somebody in between passes on is not signed', async () => {
  using gateway = new ScriptedGateway(funder.signer)
  const challenge = createEndpointChallenge(new Uint8Array(16), new Uint8Array(32).fill(7))
  expect(await refusalOf(gateway.client.ping(node.serviceUri, challenge))).toBe('ping value refused')
})

test('a winner is on disk before its answer: SIGKILL right after it loses nothing, and a restart goes on', async () => {
  using gateway = new ScriptedGateway(funder.signer)
  const config = { ...(await settingsOf(4)), dataDir: `${dir.path}/killed` }
  const file = `${dir.path}/killed.json`
  writeFileSync(file, JSON.stringify(config))
  const program = new URL('../src/orchestrator/main.ts', import.meta.url)
  const child = fork(program, ['--config', file], { silent: true, env: { PATH: process.env.PATH } })
  const said: string[] = []
  child.stdout?.resume()
  child.stderr?.on('data', (text: Buffer) => said.push(String(text)))
  const ended = once(child, 'exit').then(() => failure(`It ended at its start: ${said.join('')}`))
  ended.catch(() => {})
  const [ready] = (await Promise.race([once(child, 'message'), ended])) as [
    { serviceUri: string; operatorUrl: string },
  ]
  await network.mine(60)
  await network.until('the second orchestrator takes paid work', async () => {
    return (await fetch(`${ready.operatorUrl}/readyz`)).ok
  })
  const fromBlock = await network.chain.client.getBlockNumber()
  const terms = await gateway.terms(ready.serviceUri)
  const paid = await payWith(funder.signer, scheme, { terms, nonces: [1, 2] })
  await gateway.send({ terms, source, payment: paid })
  const exited = once(child, 'exit')
  child.kill('SIGKILL')
  await exited

  await using again = await Orchestrator.create(orchestratorConfigSchema.parse(config), { log: testLog() })
  expect(again.status.earnings).toMatchObject({ ticketsWon: 2, ticketsWaiting: 2 })
  const moved = { ...terms, serviceUri: again.serviceUri }
  // Token and ticket parameters hold, tickets that were spent stay spent.
  expect(await refusalOf(gateway.send({ terms: moved, source, payment: paid }))).toBe(
    '400 invalid ticket senderNonce: already seen 1',
  )
  const fresh = await payWith(funder.signer, scheme, { terms, nonces: [3] })
  const { data } = await gateway.send({ terms: moved, source, seqNo: 1, payment: fresh })
  expect(data.segments).toHaveLength(1)
  await network.mine(ticketExpiryBlocks + 1)
  await network.until('all three are redeemed', () => again.status.earnings.ticketsRedeemed === 3)
  const events = await network.chain.client.getContractEvents({
    ...network.chain.contracts.ticketBroker,
    eventName: 'WinningTicketTransfer',
    args: { recipient: again.address },
    fromBlock,
  })
  expect(events.map(({ args }) => args.amount)).toEqual([faceValueWei, faceValueWei, faceValueWei])
})

test('a redemption that the chain has forgotten does not keep a node from starting', async () => {
  const config = orchestratorConfigSchema.parse(await settingsOf(9))
  await (await Orchestrator.create(config, { log: testLog() })).close()
  const { address, sender } = network.actor(9)
  // As a process leaves it that ends between writing its transaction down and sending it; what it says does not matter.
  const signed = await sender.prepare({ label: 'redeem', to: funder.address, valueWei: 1n })
  using disposables = new DisposableStack()
  const database = disposables.adopt(openOrchestratorDatabase(config.dataDir), (open) => open.close())
  const winners = new WinnerStore(database)
  const winner = await winnerOf(address)
  winners.add([winner])
  new RedemptionStore(database, winners).add([winner], { account: address, signed, nowMs: Date.now() })
  disposables.dispose()

  // Its port is another one, which it registers with the next nonce.
  await using again = await Orchestrator.create(config, { log: testLog() })
  const { client, staking } = network.chain
  expect((await staking.orchestrator(address)).serviceUri).toBe(again.serviceUri)
  expect((await client.waitForTransactionReceipt({ hash: signed.hash })).status).toBe('success')
})

/** A ticket of the gateway that has won. */
async function winnerOf(recipient: Address): Promise<StoredWinner> {
  const round = (await network.chain.rounds.ticketRound()) ?? failure('No round is initialised.')
  const ticket = {
    sender: funder.address,
    recipient,
    faceValueWei,
    winProb: 2n ** 256n - 1n,
    senderNonce: 1,
    recipientRandHash: scheme.recipientRandHash(1n),
    creationRound: round.round,
    creationRoundBlockHash: round.blockHash,
  }
  return {
    ticket,
    ticketHash: bytesToHex(scheme.hash(ticket)),
    signature: await signTicket(scheme, ticket, funder.signer),
    recipientRand: 1n,
    paramsExpirationBlock: 1n,
    receivedAtMs: 1,
  }
}

test('error: a second node under the same key is refused, though it has a data folder of its own', async () => {
  const others = await settingsOf(5)
  const settings = { ...others, keystoreFile: others.keystoreFile?.replace('key-5', 'key-1') }
  await expect(
    Orchestrator.create(orchestratorConfigSchema.parse(settings), { log: testLog() }),
  ).rejects.toThrow(IdentityInUseError)
})

test('reward is called once in each round', async () => {
  const rounds: bigint[] = []
  const off = node.events.on('rewardCalled', ({ round }) => rounds.push(round))
  for (const count of [1, 2]) {
    await network.mine(60)
    await network.until(`reward is called ${count} times`, () => rounds.length >= count)
  }
  off()
  expect(new Set(rounds).size).toBe(rounds.length)
  const calls = await network.chain.client.getContractEvents({
    ...network.chain.contracts.bondingManager,
    eventName: 'Reward',
    args: { transcoder: node.address },
    fromBlock: 0n,
  })
  expect(calls.length).toBeGreaterThanOrEqual(2)
})

test('a price in dollars follows the feed, and without a fresh rate new sessions are refused', async () => {
  const feed = new TestPriceFeed(network.anvil)
  await feed.answer(2_500)
  const settings = {
    ...(await settingsOf(6)),
    register: false,
    priceFeed: feed.address,
    priceFeedIntervalMs: 100,
    pricePerPixel: { usd: '0.5', pixels: '1000000000' },
    pricePerGateway: { [funder.address]: { usd: '0.25', pixels: '1000000000' } },
  }
  let lateMs = 0
  const clock = { nowMs: () => Date.now() + lateMs }
  await using priced = await Orchestrator.create(orchestratorConfigSchema.parse(settings), {
    log: testLog(),
    clock,
  })
  // A 5,000th of an ether for a thousand million pixels.
  expect(priced.status.price).toEqual({ wei: 200_000n, pixels: 1n })
  expect(priced.status.usdRate).toMatchObject({ usdPerEther: 2_500, isCurrent: true })
  const place = { operatorUrl: priced.operatorUrl, dataDir: settings.dataDir ?? '' }
  expect(await (await askOperator(place, '/api/v1/price')).json()).toEqual({
    base: { wei: '200000', pixels: '1' },
    gateways: { [funder.address]: { wei: '100000', pixels: '1' } },
  })
  await feed.answer(2_000)
  await until('the price follows', () => priced.status.price.wei === 250_000n)
  using gateway = new ScriptedGateway(funder.signer)
  lateMs = 27 * 3_600_000
  expect(await refusalOf(gateway.terms(priced.serviceUri))).toBe(
    'Invalid orchestrator request: OrchestratorCapped',
  )
  const failed = /^millrace_orchestrator_price_feed_readings_total\{result="failed"\} [1-9]/m
  const readMetrics = async () => (await askOperator(place, '/metrics')).text()
  await until('a reading has failed', async () => failed.test(await readMetrics()))
  const metrics = await readMetrics()
  expect(metrics).toMatch(/^millrace_orchestrator_usd_per_ether 2000$/m)
})

test('error: a feed that answers nonsense, or is none, ends the start in one sentence', async () => {
  const feed = new TestPriceFeed(network.anvil)
  const pricePerPixel = { usd: '1', pixels: '1000000000' }
  const settings = { ...(await settingsOf(7)), register: false, pricePerPixel }
  const start = (changes: object) =>
    Orchestrator.create(orchestratorConfigSchema.parse({ ...settings, ...changes }), { log: testLog() })
  await feed.answer(-1)
  await expect(start({ priceFeed: feed.address })).rejects.toThrow('the answer is not positive')
  await expect(start({ priceFeed: account(9).address })).rejects.toThrow(/priceFeed/)
  await expect(start({})).rejects.toThrow(/^Setting priceFeed: it must be set for prices in dollars/)
  await expect(start({ rpcUrls: [] })).rejects.toThrow(/^Setting rpcUrls: .*prices in dollars/)
})
