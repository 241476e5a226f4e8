import { ticketBrokerScheme } from '@millrace/payments'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  Orchestrator,
  type OrchestratorConfigInput,
  orchestratorConfigSchema,
} from '../src/orchestrator/index.ts'
import { type Actor, ether, startTestNetwork, type TestNetwork } from './orchestrator-chain.ts'
import { makeSegment, payWith, ScriptedGateway, temporaryDir, testLog } from './orchestrator-fixture.ts'

const faceValueWei = ether / 1_000n
const source = makeSegment()
const dir = temporaryDir()
let network: TestNetwork
let node: Orchestrator
let funder: Actor
let scheme: ReturnType<typeof ticketBrokerScheme>

/** Every ticket wins: its expected value is its face value. */
async function configOf(changes: OrchestratorConfigInput = {}) {
  return orchestratorConfigSchema.parse({
    dataDir: `${dir.path}/node`,
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
    pricePerPixel: { wei: '1000000' },
    ticketEvWei: faceValueWei.toString(),
    maxFaceValueWei: faceValueWei.toString(),
    redeemGas: 100_000,
    ticketExpiryBlocks: 10,
    ...changes,
  })
}

beforeAll(async () => {
  network = await startTestNetwork()
  const { chainId, addresses } = network.chain
  scheme = ticketBrokerScheme({ contract: addresses.ticketBroker, chainId: BigInt(chainId) })
  node = await Orchestrator.create(await configOf(), { log: testLog() })
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

test('a paid session: winners are redeemed after their parameters expired, and sums balance to the wei', async () => {
  using gateway = new ScriptedGateway(funder.signer)
  const { chain } = network
  const [before, earned] = await Promise.all([
    chain.broker.senderInfo(funder.address),
    chain.staking.delegator(node.address),
  ])
  const terms = await gateway.terms(node.serviceUri)
  expect(terms.ticketParams).toMatchObject({ recipient: node.address, faceValueWei })
  const payment = await payWith(funder.signer, scheme, { terms, nonces: [1, 2, 3] })
  const outcome = await gateway.send({ terms, source, payment })
  expect(outcome.data.segments).toHaveLength(1)
  expect(node.status.earnings).toMatchObject({ ticketsReceived: 3, ticketsWon: 3, ticketsWaiting: 3 })
  await network.mine(11)
  await network.until('all winners are redeemed', () => node.status.earnings.ticketsRedeemed === 3)
  const [after, paid] = await Promise.all([
    chain.broker.senderInfo(funder.address),
    chain.staking.delegator(node.address),
  ])
  expect(before.depositWei - after.depositWei).toBe(3n * faceValueWei)
  expect(after.reserveWei).toBe(before.reserveWei)
  expect(paid.pendingFeesWei - earned.pendingFeesWei).toBe(3n * faceValueWei)
  expect(node.status.earnings).toMatchObject({ redeemedWei: 3n * faceValueWei, waitingWei: 0n })
})
