import { ether } from '@millrace/chain/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Orchestrator, orchestratorConfigSchema } from '../src/orchestrator/index.ts'
import { startTestNetwork, type TestNetwork } from './orchestrator-chain.ts'
import { temporaryDir, testLog } from './orchestrator-fixture.ts'

const dir = temporaryDir()
let network: TestNetwork

beforeAll(async () => {
  network = await startTestNetwork({ roundLengthBlocks: 6n })
})
afterAll(async () => {
  await network?.[Symbol.asyncDispose]()
  dir[Symbol.dispose]()
})

test('an orchestrator whose round ends while it registers goes on in the next one', async () => {
  const { chain } = network
  const round = await network.nextRound()
  // The approval is mined in the last block of this round, so that the bond comes too late for it.
  await network.mine(4)
  const starting = Orchestrator.create(
    orchestratorConfigSchema.parse({
      dataDir: dir.path,
      host: '127.0.0.1',
      port: 0,
      operatorPort: 0,
      transcodeWorkers: 1,
      capacityPixelsPerSecond: 10_000_000,
      rpcUrls: [network.rpcUrl],
      controller: chain.addresses.controller,
      multicall: chain.addresses.multicall3,
      ...(await network.keyFiles(1)),
      blockPollMs: 50,
      register: true,
      bondWei: (1_000n * ether).toString(),
      initializeRoundMaxDelayMs: 0,
      rewardCutPercent: 10,
      pricePerPixel: { wei: '1000000' },
    }),
    { log: testLog() },
  )
  let isStarted = false
  void starting.finally(() => {
    isStarted = true
  })
  await network.until('the orchestrator has started', () => isStarted)
  await using node = await starting
  expect((await chain.rounds.current()).number).toBeGreaterThan(round)
  expect(await chain.staking.orchestrator(node.address)).toMatchObject({
    stakeWei: 1_000n * ether,
    serviceUri: node.serviceUri,
  })
  await network.until('the cuts are as the settings say', async () => {
    return (await chain.staking.orchestrator(node.address)).rewardCutPpm === 100_000n
  })
})
