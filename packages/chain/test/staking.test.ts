import { parseEventLogs } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ContractRevertError } from '../src/index.ts'
import { type Actor, account, ether, type Protocol, startProtocol } from './kit.ts'

describe('an orchestrator and its delegator', () => {
  let protocol: Protocol
  let orchestrator: Actor
  let delegator: Actor
  beforeAll(async () => {
    protocol = await startProtocol({ unbondingPeriodRounds: 1n })
    orchestrator = protocol.actor(2)
    delegator = protocol.actor(3)
  })
  afterAll(() => protocol[Symbol.asyncDispose]())

  test('nobody is in the pool of a new protocol', async () => {
    await protocol.nextRound()
    const { staking } = protocol.chain
    expect(await staking.pool()).toEqual([])
    expect(await staking.poolSize()).toEqual({ size: 0n, maxSize: 3n })
    expect(await staking.isActive(orchestrator.address)).toBe(false)
    expect(await staking.delegator(delegator.address)).toMatchObject({
      status: 'unbonded',
      delegate: undefined,
    })
    expect(await staking.unbondingLock(delegator.address, 0n)).toBeUndefined()
  })

  test('registers: bonds with its own approval, sets cuts and service URI', async () => {
    const { staking } = orchestrator.actions
    await staking.bond({ amountWei: 1_000n * ether, to: orchestrator.address })
    await staking.setCuts({ rewardCutPpm: 100_000n, feeSharePpm: 500_000n })
    await staking.setServiceUri('https://127.0.0.1:8935')
    const round = (await protocol.chain.rounds.current()).number
    expect(await protocol.chain.staking.orchestrator(orchestrator.address)).toEqual({
      address: orchestrator.address,
      stakeWei: 1_000n * ether,
      rewardCutPpm: 100_000n,
      feeSharePpm: 500_000n,
      serviceUri: 'https://127.0.0.1:8935',
      isRegistered: true,
      isActive: false,
      activationRound: round + 1n,
      deactivationRound: 2n ** 256n - 1n,
      lastRewardRound: 0n,
    })
  })

  test('error: a refusal has a name, values and a sentence, and costs nothing', async () => {
    const before = await protocol.chain.client.getBalance(orchestrator)
    const failure = await orchestrator.actions.staking.reward().catch((error) => error)
    expect(failure).toBeInstanceOf(ContractRevertError)
    expect(failure).toMatchObject({
      errorName: 'TranscoderNotActive',
      label: 'rewardWithHint',
      values: { transcoder: orchestrator.address },
    })
    expect(failure.message).toBe(
      `rewardWithHint was refused: orchestrator ${orchestrator.address} is not active in this round.`,
    )
    expect(await protocol.chain.client.getBalance(orchestrator)).toBe(before)
  })

  test('is active in the next round, and reward adds exactly what was expected', async () => {
    await delegator.actions.staking.bond({ amountWei: 333n * ether + 1n, to: orchestrator.address })
    await protocol.nextRound()
    const { staking } = protocol.chain
    expect(await staking.isActive(orchestrator.address)).toBe(true)
    const before = await staking.stakeWei(orchestrator.address)
    expect(before).toBe(1_333n * ether + 1n)
    const expected = await staking.expectedRewardWei(orchestrator.address)
    expect(expected).toBeGreaterThan(0n)
    // Stake added in the round of the reward does not change it.
    await orchestrator.actions.staking.bond({ amountWei: 500n * ether, to: orchestrator.address })
    expect(await staking.expectedRewardWei(orchestrator.address)).toBe(expected)
    await orchestrator.actions.staking.reward()
    expect(await staking.stakeWei(orchestrator.address)).toBe(before + 500n * ether + expected)
    await expect(orchestrator.actions.staking.reward()).rejects.toThrow(/called for .* already/)
    const { pendingStakeWei, bondedWei } = await staking.delegator(delegator.address)
    expect(pendingStakeWei).toBeGreaterThan(bondedWei)
  })

  test('another account may call reward when it was made the reward caller', async () => {
    const caller = protocol.actor(4)
    await protocol.nextRound()
    await expect(caller.actions.staking.reward({ orchestrator: orchestrator.address })).rejects.toThrow(
      /may not call reward/,
    )
    await orchestrator.actions.staking.setRewardCaller(caller.address)
    await caller.actions.staking.reward({ orchestrator: orchestrator.address })
    const { number } = await protocol.chain.rounds.current()
    expect((await protocol.chain.staking.orchestrator(orchestrator.address)).lastRewardRound).toBe(number)
  })

  test('stake is unbonded, given back, unbonded again and withdrawn', async () => {
    const { staking } = delegator.actions
    await staking.claimEarnings()
    const { bondedWei } = await protocol.chain.staking.delegator(delegator.address)
    await staking.unbond({ amountWei: 100n * ether })
    await staking.rebond({ lockId: 0n })
    expect((await protocol.chain.staking.delegator(delegator.address)).bondedWei).toBe(bondedWei)
    await staking.unbond({ amountWei: bondedWei })
    const lock = await protocol.chain.staking.unbondingLock(delegator.address, 1n)
    expect(lock?.amountWei).toBe(bondedWei)
    await expect(staking.withdrawStake({ lockId: 1n })).rejects.toMatchObject({
      errorName: 'WithdrawRoundNotReached',
      retryable: true,
    })
    await protocol.nextRound()
    const before = await protocol.chain.staking.tokenBalanceWei(delegator.address)
    await staking.withdrawStake({ lockId: 1n })
    expect(await protocol.chain.staking.tokenBalanceWei(delegator.address)).toBe(before + bondedWei)
  })

  test('error: cuts cannot change in the lock period', async () => {
    const { startBlock, lengthBlocks } = await protocol.chain.rounds.current()
    await protocol.mine(Number(startBlock + lengthBlocks - 3n - (await protocol.chain.blockNumbers.latest())))
    expect((await protocol.chain.rounds.current()).isLocked).toBe(true)
    await expect(
      orchestrator.actions.staking.setCuts({ rewardCutPpm: 0n, feeSharePpm: 0n }),
    ).rejects.toMatchObject({ errorName: 'CurrentRoundLocked', retryable: true })
  })

  test('error: writes before the round is initialised', async () => {
    await protocol.mine(5)
    expect((await protocol.chain.rounds.current()).isInitialized).toBe(false)
    await expect(
      delegator.actions.staking.bond({ amountWei: 1n, to: orchestrator.address }),
    ).rejects.toMatchObject({ errorName: 'CurrentRoundNotInitialized' })
  })
})

describe('the pool', () => {
  let protocol: Protocol
  const indices = [2, 3, 4, 5]
  beforeAll(async () => {
    protocol = await startProtocol()
    await protocol.nextRound()
  })
  afterAll(() => protocol[Symbol.asyncDispose]())

  const stakes = async () => (await protocol.chain.staking.pool()).map(({ stakeWei }) => stakeWei / ether)

  test('is read in its order; the last falls out when it is full', async () => {
    for (const index of indices) {
      const { actions, address } = protocol.actor(index)
      await actions.staking.bond({ amountWei: BigInt(index) * 100n * ether, to: address })
    }
    expect(await stakes()).toEqual([500n, 400n, 300n])
    expect((await protocol.chain.staking.orchestrators()).map(({ address }) => address)).toEqual(
      [5, 4, 3].map((index) => account(index).address),
    )
  })

  test('a delegator that moves its stake moves both orchestrators to their places', async () => {
    const delegator = protocol.actor(6)
    const [low, high] = [account(3).address, account(5).address]
    await delegator.actions.staking.bond({ amountWei: 250n * ether, to: low })
    expect(await stakes()).toEqual([550n, 500n, 400n])
    await protocol.nextRound()
    await delegator.actions.staking.bond({ amountWei: 0n, to: high })
    expect(await stakes()).toEqual([750n, 400n, 300n])
    await protocol.nextRound()
    await delegator.actions.staking.unbond({ amountWei: 250n * ether })
    expect(await stakes()).toEqual([500n, 400n, 300n])
  })

  test('a member that unbonds everything leaves', async () => {
    const leaver = protocol.actor(4)
    const receipt = await leaver.actions.staking.unbond({ amountWei: 400n * ether })
    expect(await stakes()).toEqual([500n, 300n])
    const events = parseEventLogs({ abi: protocol.chain.contracts.bondingManager.abi, logs: receipt.logs })
    expect(events.map(({ eventName }) => eventName)).toContain('TranscoderDeactivated')
    expect((await protocol.chain.staking.delegator(leaver.address)).delegate).toBeUndefined()
  })
})
