import { zeroAddress } from '@millrace/crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type OperationContext, operationOf, operations, previewOperation } from '../src/operations/index.ts'
import { account, ether, type Protocol, startProtocol } from './kit.ts'
import { startProxy } from './proxy.ts'

let protocol: Protocol
beforeAll(async () => {
  protocol = await startProtocol({ unbondingPeriodRounds: 2n, numActiveOrchestrators: 2n })
})
afterAll(() => protocol[Symbol.asyncDispose]())

const address = (index: number) => account(index).address
const as = (index: number): OperationContext => ({ chain: protocol.chain, from: address(index) })
const preview = (index: number, name: string, parameters: Record<string, unknown> = {}) =>
  previewOperation({ name, parameters }, as(index))
const tokens = (amount: bigint) => String(amount * ether)

/** Makes what a preview shows, as the account would. */
async function make(index: number, name: string, parameters: Record<string, unknown> = {}) {
  const shown = await preview(index, name, parameters)
  expect(shown.refusal, name).toBeUndefined()
  // Planned anew after a cut, an operation must not pay twice: all but its last call are approvals.
  for (const { label, valueWei = 0n } of shown.calls.slice(0, -1))
    expect([label, valueWei]).toEqual(['approve', 0n])
  const { sender } = protocol.actor(index)
  let gasUsed = 0n
  for (const call of shown.calls) gasUsed += (await sender.send(call)).gasUsed
  return { shown, gasUsed }
}
const codes = ({ warnings }: { warnings: readonly { code: string }[] }) => warnings.map(({ code }) => code)

test('each operation has a name of its own, and explains itself and its parameters', () => {
  expect(new Set(operations.map(({ name }) => name)).size).toBe(operations.length)
  for (const { about, parameters, name } of operations) {
    expect(about, name).toMatch(/\.$/)
    for (const [key, schema] of Object.entries(parameters.shape))
      expect(schema.description, `${name} ${key}`).toMatch(/\.$/)
  }
})

describe('before the first round', () => {
  test('a refusal is shown with its reason and what to do', async () => {
    const { refusal } = await preview(2, 'bond', { amountWei: tokens(1n), to: address(2) })
    expect(refusal).toMatchObject({ reason: 'CurrentRoundNotInitialized', retryable: true })
    expect(refusal?.message).toContain('initialize-round')
  })

  test('initialize-round starts it', async () => {
    await protocol.mine(60)
    const { shown } = await make(2, 'initialize-round')
    expect(shown.effect).toMatch(/^Starts round \d+\.$/)
    expect((await protocol.chain.rounds.current()).isInitialized).toBe(true)
  })
})

describe('an orchestrator', () => {
  test('bond: both calls are simulated one after the other, and gas is what it then takes', async () => {
    const shown = await preview(2, 'bond', { amountWei: tokens(1_000n), to: address(2) })
    expect(shown.calls.map(({ label }) => label)).toEqual(['approve', 'bondWithHint'])
    expect(shown.refusal).toBeUndefined()
    expect(codes(shown)).toEqual(['BECOMES_ORCHESTRATOR'])
    expect(shown.effect).toBe('Bonds 1000 TT to the account itself. It counts from the next round.')
    expect(shown.events.map(({ event }) => event)).toContain('Bond')
    expect(shown.events.find(({ event }) => event === 'Bond')?.values).toMatchObject({
      additionalAmount: 1_000n * ether,
    })
    const { gasUsed } = await make(2, 'bond', { amountWei: tokens(1_000n), to: address(2) })
    expect(shown.gas >= gasUsed && shown.gas < gasUsed * 2n).toBe(true)
    expect(shown.maxFeeWei).toBeGreaterThan(shown.feeWei)
    expect((await protocol.chain.staking.orchestrator(address(2))).stakeWei).toBe(1_000n * ether)
  })

  test('set-cuts and set-service-uri say what changes, and warn of an address that only this network knows', async () => {
    const cuts = await make(2, 'set-cuts', { rewardCutPpm: '125000', feeSharePpm: '500000' })
    expect(cuts.shown.effect).toContain('Keeps 12.5 % of rewards (now 0 %) and gives 50 % of fees')
    expect(codes(await preview(2, 'set-service-uri', { uri: 'https://192.168.1.5:8935' }))).toEqual([
      'URI_NOT_PUBLIC',
    ])
    const uri = 'https://orchestrator.example.com:8935'
    expect((await make(2, 'set-service-uri', { uri })).shown.warnings).toEqual([])
    expect(await protocol.chain.staking.serviceUri(address(2))).toBe(uri)
    expect(codes(await preview(7, 'set-service-uri', { uri }))).toEqual(['NO_ORCHESTRATOR'])
  })

  test('reward: the simulated events tell the reward before it is minted', async () => {
    await protocol.nextRound()
    const before = await protocol.chain.staking.stakeWei(address(2))
    const { shown } = await make(2, 'reward')
    const minted = shown.events.find(({ event }) => event === 'Reward')?.values.amount
    expect(minted).toBe((await protocol.chain.staking.stakeWei(address(2))) - before)
    expect((await preview(2, 'reward')).refusal?.reason).toBe('RewardAlreadyCalled')
  })

  test('set-reward-caller: the other account can call reward, and nobody takes that back', async () => {
    const poor = '0x00000000000000000000000000000000000000cc'
    expect(codes(await preview(2, 'set-reward-caller', { caller: poor }))).toEqual(['CALLER_WITHOUT_ETHER'])
    await make(2, 'set-reward-caller', { caller: address(8) })
    await protocol.nextRound()
    await make(8, 'reward', { orchestrator: address(2) })
    await make(2, 'set-reward-caller', { caller: 'nobody' })
    const { client, contracts } = protocol.chain
    expect(
      await client.readContract({
        ...contracts.bondingManager,
        functionName: 'transcoderToRewardCaller',
        args: [address(2)],
      }),
    ).toBe(zeroAddress)
  })

  test('a round in its last part is told of before cuts are refused', async () => {
    await protocol.nextRound()
    await make(2, 'reward')
    const { startBlock, lengthBlocks } = await protocol.chain.rounds.current()
    await protocol.mine(Number(startBlock + lengthBlocks - 3n - (await protocol.chain.blockNumbers.latest())))
    const shown = await preview(2, 'set-cuts', { rewardCutPpm: '0', feeSharePpm: '0' })
    expect(codes(shown)).toEqual(['ROUND_LOCKED'])
    expect(shown.refusal).toMatchObject({ reason: 'CurrentRoundLocked', retryable: true })
  })
})

describe('a delegator', () => {
  test('bond: stake with somebody who is no orchestrator is warned of', async () => {
    await protocol.nextRound()
    await make(2, 'reward')
    expect(codes(await preview(3, 'bond', { amountWei: tokens(1n), to: address(7) }))).toEqual([
      'NO_ORCHESTRATOR',
    ])
    await make(3, 'bond', { amountWei: tokens(500n), to: address(2) })
  })

  test('error: bond without a delegate and without saying to whom', async () => {
    await expect(preview(4, 'bond', { amountWei: tokens(1n) })).rejects.toThrow(/to: must be given/)
  })

  test('unbonding before reward is called forfeits it; the warning tells how much, and comes true', async () => {
    await protocol.nextRound()
    const shown = await preview(3, 'unbond', { amountWei: tokens(100n) })
    expect(codes(shown)).toEqual(['REWARD_FORFEITED'])
    const told = /about ([\d.]+) TT/.exec(shown.warnings[0]?.message ?? '')?.[1] ?? ''
    await make(3, 'unbond', { amountWei: tokens(100n) })
    await make(2, 'reward')
    // The stake left has earned nothing in this round.
    expect((await protocol.chain.staking.delegator(address(3))).pendingStakeWei).toBe(400n * ether)
    expect(Number(told)).toBeGreaterThan(0)
    await protocol.nextRound()
    await make(2, 'reward')
    const earned = (await protocol.chain.staking.delegator(address(3))).pendingStakeWei - 400n * ether
    // Had it waited, its part of the round before would have been about a quarter more than this one's.
    expect(Number(told) / (Number(earned) / 1e18)).toBeGreaterThan(1)
    expect(Number(told) / (Number(earned) / 1e18)).toBeLessThan(1.5)
  })

  test('rebond, unbond all, rebond to somebody, withdraw-stake', async () => {
    const { staking } = protocol.chain
    const lock = async (id: bigint) => (await staking.unbondingLock(address(3), id))?.amountWei
    expect(await lock(0n)).toBe(100n * ether)
    const back = await make(3, 'rebond', { lockId: '0' })
    expect(back.shown.effect).toBe(`Bonds the 100 TT of lock 0 again, to ${address(2)}.`)
    await expect(preview(3, 'rebond', { lockId: '0', to: address(4) })).rejects.toThrow(
      /can only rebond to it/,
    )
    const all = await make(3, 'unbond', { amountWei: 'all' })
    expect(all.shown.effect).toMatch(/can be withdrawn from round \d+ on \(2 rounds from now\)/)
    const stake = await lock(1n)
    expect(await staking.delegator(address(3))).toMatchObject({ status: 'unbonded', bondedWei: 0n })
    await expect(preview(3, 'rebond', { lockId: '1' })).rejects.toThrow(/not bonded any more/)
    await make(3, 'rebond', { lockId: '1', to: address(2) })
    expect((await staking.delegator(address(3))).bondedWei).toBe(stake)
    await protocol.nextRound()
    await make(3, 'unbond', { amountWei: 'all' })
    expect((await preview(3, 'withdraw-stake', { lockId: '2' })).refusal?.reason).toBe(
      'WithdrawRoundNotReached',
    )
    await protocol.nextRound()
    await protocol.nextRound()
    const before = await staking.tokenBalanceWei(address(3))
    await make(3, 'withdraw-stake', { lockId: '2' })
    expect((await staking.tokenBalanceWei(address(3))) - before).toBe(stake)
  })

  test('transfer-bond gives stake away; claim adds what was earned', async () => {
    await make(2, 'reward')
    await make(4, 'bond', { amountWei: tokens(300n), to: address(2) })
    await protocol.nextRound()
    await make(2, 'reward')
    const { shown } = await make(4, 'claim')
    const { bondedWei, pendingStakeWei } = await protocol.chain.staking.delegator(address(4))
    expect(bondedWei).toBe(pendingStakeWei)
    expect(shown.effect).toMatch(/^Adds [\d.]+ TT of rewards to the stake and 0 ETH to the fees\.$/)
    await make(4, 'transfer-bond', { to: address(5), amountWei: tokens(50n) })
    expect(await protocol.chain.staking.delegator(address(5))).toMatchObject({
      bondedWei: 50n * ether,
      delegate: address(2),
    })
    expect(
      (await preview(4, 'transfer-bond', { to: address(5), amountWei: tokens(9_000n) })).refusal?.reason,
    ).toBe('UnbondAmountTooHigh')
  })

  test('what is forfeited counts rewards that were not claimed, too', async () => {
    const staking = protocol.chain.staking
    const pending = async () => (await staking.delegator(address(5))).pendingStakeWei
    // Rewards of several rounds are pending by then.
    for (let round = 0; round < 3; round++) {
      await protocol.nextRound()
      await make(2, 'reward')
    }
    await protocol.nextRound()
    const told = (await preview(5, 'claim')).warnings[0]?.message ?? ''
    const toldTokens = Number(/about ([\d.]+) TT/.exec(told)?.[1])
    const before = await pending()
    await make(2, 'reward')
    // What it gets by not having claimed is what claiming would have given up.
    const gained = Number((await pending()) - before) / 1e18
    expect(toldTokens / gained).toBeCloseTo(1, 3)
  })

  test('withdraw-fees: more than there is is refused, and all of nothing is said to be nothing', async () => {
    expect((await preview(4, 'withdraw-fees', { amountWei: '1' })).refusal?.reason).toBe('InsufficientFees')
    const all = await preview(4, 'withdraw-fees', { amountWei: 'all', recipient: address(5) })
    expect(all.effect).toBe(`Pays 0 ETH of fees out to ${address(5)}; 0 ETH are there.`)
  })

  test('an orchestrator without enough stake for the active set is told how much it takes', async () => {
    await make(6, 'bond', { amountWei: tokens(700n), to: address(6) })
    const shown = await preview(7, 'bond', { amountWei: tokens(10n), to: address(7) })
    expect(codes(shown)).toEqual(['BECOMES_ORCHESTRATOR', 'NOT_ELECTED'])
    expect(shown.warnings.at(-1)?.message).toContain('it takes 700.000000000000000001 TT or more')
    await protocol.nextRound()
    expect(codes(await preview(6, 'unbond', { amountWei: tokens(1n) }))).toEqual([
      'REWARD_FORFEITED',
      'LAST_IN_POOL',
    ])
    expect(codes(await preview(6, 'unbond', { amountWei: 'all' }))).toEqual([
      'REWARD_FORFEITED',
      'LEAVES_POOL',
    ])
  })
})

describe('a gateway', () => {
  test('deposit, reserve and fund add up, and what is still missing is said', async () => {
    expect(codes(await preview(5, 'deposit', { amountWei: String(ether) }))).toEqual(['NO_RESERVE'])
    expect(codes(await preview(5, 'reserve', { amountWei: String(ether) }))).toEqual(['NO_DEPOSIT'])
    const both = await make(5, 'fund', { depositWei: String(2n * ether), reserveWei: String(ether) })
    expect(codes(both.shown)).toEqual([])
    expect(both.shown.valueWei).toBe(3n * ether)
    await make(5, 'deposit', { amountWei: '5' })
    await make(4, 'reserve', { amountWei: '7', gateway: address(5) })
    expect(await protocol.chain.broker.senderInfo(address(5))).toMatchObject({
      depositWei: 2n * ether + 5n,
      reserveWei: ether + 7n,
    })
  })

  test('unlock says from when tickets no longer pay; cancel-unlock and funding undo it; withdraw-deposit empties', async () => {
    const { shown } = await make(5, 'unlock')
    expect(codes(shown)).toEqual(['STOPS_PAYING'])
    const { withdrawRound } = await protocol.chain.broker.senderInfo(address(5))
    expect(shown.effect).toContain(`for round ${withdrawRound} `)
    expect((await preview(5, 'withdraw-deposit')).refusal).toMatchObject({
      reason: 'SenderLocked',
      retryable: true,
    })
    expect(codes(await preview(5, 'deposit', { amountWei: '1' }))).toEqual(['CANCELS_UNLOCK'])
    await make(5, 'cancel-unlock')
    expect((await preview(5, 'cancel-unlock')).refusal?.reason).toBe('NoUnlockInProgress')
    await make(5, 'unlock')
    const { unlockPeriodRounds } = await protocol.chain.broker.params()
    for (let round = 0n; round < unlockPeriodRounds; round++) await protocol.nextRound()
    await make(5, 'withdraw-deposit')
    expect(await protocol.chain.broker.senderInfo(address(5))).toMatchObject({
      depositWei: 0n,
      reserveWei: 0n,
    })
  })

  test('error: an account that cannot pay value and gas is told so, and nothing is simulated', async () => {
    const balance = await protocol.chain.client.getBalance({ address: address(5) })
    const { refusal } = await preview(5, 'deposit', { amountWei: String(balance) })
    expect(refusal).toMatchObject({ reason: 'InsufficientEther', retryable: true })
    const nearly = await preview(5, 'deposit', { amountWei: String(balance - 1n) })
    expect(nearly.refusal?.reason).toBe('InsufficientEther')
  })
})

describe('payments', () => {
  const fresh = '0x00000000000000000000000000000000000000dd'
  test('tokens and ether arrive, and a new recipient is pointed out', async () => {
    const { shown } = await make(4, 'transfer-ether', { to: fresh, amountWei: '123' })
    expect(codes(shown)).toEqual(['RECIPIENT_IS_NEW'])
    expect(await protocol.chain.client.getBalance({ address: fresh })).toBe(123n)
    await make(4, 'transfer-tokens', { to: fresh, amountWei: tokens(2n) })
    expect(await protocol.chain.staking.tokenBalanceWei(fresh)).toBe(2n * ether)
    expect(codes(await preview(4, 'transfer-ether', { to: address(5), amountWei: '1' }))).toEqual([])
    expect(
      (await preview(7, 'transfer-tokens', { to: fresh, amountWei: tokens(9_000_000n) })).refusal?.reason,
    ).toBe('ERC20InsufficientBalance')
  })

  test('error: what would be lost is refused', async () => {
    const { token, ticketBroker } = protocol.chain.addresses
    for (const to of [zeroAddress, address(4), token, ticketBroker])
      for (const name of ['transfer-ether', 'transfer-tokens'])
        await expect(preview(4, name, { to, amountWei: '1' }), `${name} ${to}`).rejects.toThrow(
          /^transfer-\w+: to: is/,
        )
  })
})

describe('parameters', () => {
  test.each([
    ['bond', { amountWei: '1.5' }, /amountWei: must be a whole number/],
    ['bond', { amountWei: 1 }, /amountWei/],
    ['bond', { amountWei: '-1' }, /amountWei/],
    ['bond', { amountWei: String(2n ** 256n) }, /too large/],
    ['bond', { amountWei: '1', too: 'x' }, /too/],
    ['withdraw-stake', {}, /lockId/],
    ['set-cuts', { rewardCutPpm: '1000001', feeSharePpm: '0' }, /1000000 at most/],
    ['set-service-uri', { uri: 'ftp://x' }, /https URL/],
    ['set-service-uri', { uri: 'https://user@x' }, /https URL/],
    ['transfer-ether', { to: '0x12', amountWei: '1' }, /must be an address/],
    ['transfer-ether', { to: '0x70997970C51812dc3A010C7d01b50e0d17dc79c9', amountWei: '1' }, /checksum/],
    ['fund', { depositWei: '0', reserveWei: '0' }, /amount is 0/],
    ['vote-poll', { poll: '0x00000000000000000000000000000000000000dd', choice: 'yes' }, /is no poll/],
  ])('error: %s %j', async (name, parameters, problem) => {
    await expect(preview(4, name, parameters)).rejects.toThrow(problem)
  })

  test('error: an operation that is not there', () => {
    expect(() => operationOf('steal')).toThrow(/no operation steal\. There are: bond, /)
  })
})

test('an endpoint that cannot simulate a sequence still shows the first call, and says what is left open', async () => {
  await using proxy = await startProxy(protocol.rpcUrl, 'no-simulation')
  const chain = await protocol.connect({ rpcUrls: [proxy.url] })
  const shown = await previewOperation(
    { name: 'bond', parameters: { amountWei: tokens(20_000n), to: address(6) } },
    { chain, from: address(6) },
  )
  expect(shown.refusal).toBeUndefined()
  expect(codes(shown)).toContain('PARTLY_SIMULATED')
  expect(shown.calls.map(({ gas }) => gas === undefined)).toEqual([false, true])
  const reward = await previewOperation({ name: 'claim', parameters: {} }, { chain, from: address(6) })
  expect(codes(reward)).not.toContain('PARTLY_SIMULATED')
})
