import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { ChainWatcher, RewardService, RoundInitializer } from '../src/index.ts'
import { type Actor, log, type Protocol, startProtocol } from './kit.ts'
import { until } from './until.ts'

let protocol: Protocol
let orchestrator: Actor
let watcher: ChainWatcher
const services: (RoundInitializer | RewardService)[] = []
beforeAll(async () => {
  protocol = await startProtocol()
  orchestrator = protocol.actor(2)
  await protocol.nextRound()
  await orchestrator.actions.staking.bond({ amountWei: 1_000n, to: orchestrator.address })
  watcher = ChainWatcher.create({ pollIntervalMs: 20 }, { chain: protocol.chain, log })
})
afterEach(async () => {
  for (const service of services.splice(0)) await service.close()
})
afterAll(async () => {
  await watcher.close()
  await protocol[Symbol.asyncDispose]()
})

function initializer(index: number, random = () => 0) {
  const { rounds } = protocol.chain
  const service = new RoundInitializer(
    { maxDelayMs: 50 },
    { rounds, actions: protocol.actor(index).actions.rounds, blocks: watcher, log, random },
  )
  services.push(service)
  return service
}

async function goToNextRound(): Promise<bigint> {
  const { number, startBlock, lengthBlocks } = await protocol.chain.rounds.current()
  await protocol.mine(Number(startBlock + lengthBlocks - (await protocol.chain.blockNumbers.latest())))
  return number + 1n
}

const initialised = (round: bigint) =>
  until(async () => (await protocol.chain.rounds.current()).lastInitialized === round)

test('a round is initialised once it begins, however many try', async () => {
  for (const index of [3, 4, 5]) initializer(index)
  const round = await goToNextRound()
  await initialised(round)
  expect(await protocol.chain.rounds.ticketRound()).toEqual({
    round,
    blockHash: await protocol.chain.rounds.blockHashForRound(round),
  })
  const events = await protocol.chain.client.getContractEvents({
    ...protocol.chain.contracts.roundsManager,
    eventName: 'NewRound',
    args: { round },
    fromBlock: 0n,
  })
  expect(events).toHaveLength(1)
})

test('a reorganisation that takes the initialisation away has it done again', async () => {
  initializer(3)
  const snapshot = await protocol.anvil.snapshot()
  const round = await goToNextRound()
  await initialised(round)
  const { number: head } = await until(() => watcher.head)
  await until(() => (watcher.head?.number ?? 0n) >= head)
  await protocol.anvil.revert({ id: snapshot })
  await protocol.anvil.increaseTime({ seconds: 100 })
  await goToNextRound()
  await protocol.mine(1)
  await initialised(round)
})

test('reward is called once a round, also when it failed at first', async () => {
  const rounds: bigint[] = []
  let calls = 0
  const service = new RewardService(
    { orchestrator: orchestrator.address, retryBlocks: 1 },
    {
      ...protocol.chain,
      actions: {
        reward: async (call) => {
          if (calls++ === 0) throw new Error('the RPC hung up')
          await orchestrator.actions.staking.reward(call)
        },
      },
      blocks: watcher,
      log,
      onReward: ({ round }) => rounds.push(round),
    },
  )
  services.push(service)
  initializer(3)
  const first = await goToNextRound()
  await initialised(first)
  await until(async () => {
    await protocol.mine(1)
    return rounds.includes(first)
  })
  await protocol.mine(5)
  const second = await goToNextRound()
  await initialised(second)
  await until(async () => {
    await protocol.mine(1)
    return rounds.includes(second)
  })
  expect(new Set(rounds).size).toBe(rounds.length)
  expect(calls).toBeGreaterThan(rounds.length)
  const state = await protocol.chain.staking.orchestrator(orchestrator.address)
  expect(state.lastRewardRound).toBe(second)
})

test('an orchestrator outside the active set calls no reward', async () => {
  let calls = 0
  const service = new RewardService(
    { orchestrator: protocol.actor(8).address },
    { ...protocol.chain, actions: { reward: async () => void calls++ }, blocks: watcher, log },
  )
  services.push(service)
  initializer(3)
  const round = await goToNextRound()
  await initialised(round)
  const end = (await protocol.chain.blockNumbers.latest()) + 10n
  await protocol.mine(10)
  await until(() => (watcher.head?.number ?? 0n) >= end)
  await service.close()
  expect(calls).toBe(0)
})
