import { bondingManagerAbi, minterAbi, tokenAbi } from '@millrace/abi'
import { type Actor, ether, type Protocol, startProtocol } from '@millrace/chain/testing'
import { concat, encodeAbiParameters, hexToBytes, keccak256, pad, toBytes, toHex } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { forecast } from '../src/yield/forecast.ts'
import type { NetworkInputs, OrchestratorInputs } from '../src/yield/inputs.ts'

const perMillion = 1_000_000
const perBillion = 1e9
const rounds = 5
const ticketWei = ether / 100n
/** Who always called reward: what is uncertain is not what this is about. */
const always = { callsDue: 1_000_000_000, callsMade: 1_000_000_000 }

let protocol: Protocol
let ora: Actor
let otto: Actor
let dan: Actor
let gateway: Actor
beforeAll(async () => {
  // Inflation is high and turns after a few rounds, so that each step of the formula shows.
  protocol = await startProtocol({
    roundLengthBlocks: 30n,
    inflationPpb: 10_000_000n,
    inflationChangePpb: 1_000_000n,
    targetBondingRatePpb: 16_000_000n,
  })
  ora = protocol.actor(2)
  otto = protocol.actor(3)
  dan = protocol.actor(4)
  gateway = protocol.actor(5)
  await protocol.nextRound()
  await ora.actions.staking.bond({ amountWei: 6_000n * ether, to: ora.address })
  await otto.actions.staking.bond({ amountWei: 4_000n * ether, to: otto.address })
  await ora.actions.staking.setCuts({ rewardCutPpm: 200_000n, feeSharePpm: 500_000n })
  await gateway.actions.broker.fundDepositAndReserve({ depositWei: ether, reserveWei: ether })
  await protocol.nextRound()
})
afterAll(() => protocol[Symbol.asyncDispose]())

async function readNetwork(): Promise<NetworkInputs> {
  const { client, addresses } = protocol.chain
  const minter = { address: addresses.minter, abi: minterAbi } as const
  const bonding = { address: addresses.bondingManager, abi: bondingManagerAbi } as const
  const token = { address: addresses.token, abi: tokenAbi } as const
  return {
    round: Number((await protocol.chain.rounds.current()).number),
    totalSupplyWei: await client.readContract({ ...token, functionName: 'totalSupply' }),
    nextActiveStakeWei: await client.readContract({ ...bonding, functionName: 'nextRoundTotalActiveStake' }),
    inflation: Number(await client.readContract({ ...minter, functionName: 'inflation' })) / perBillion,
    inflationChange:
      Number(await client.readContract({ ...minter, functionName: 'inflationChange' })) / perBillion,
    targetBondingRate:
      Number(await client.readContract({ ...minter, functionName: 'targetBondingRate' })) / perBillion,
    treasuryCut:
      Number(await client.readContract({ ...bonding, functionName: 'treasuryRewardCutRate' })) / 1e27,
    ...always,
  }
}

async function readOrchestrator({ address }: Actor): Promise<OrchestratorInputs> {
  const facts = await protocol.chain.staking.orchestrator(address)
  return {
    isInPool: true,
    rewardCut: Number(facts.rewardCutPpm) / perMillion,
    feeShare: Number(facts.feeSharePpm) / perMillion,
    delegatedStakeWei: facts.stakeWei,
    feesPerRoundWei: ticketWei,
    ...always,
  }
}

let nonce = 0n

/** Redeems a ticket that always wins. */
async function payFees(): Promise<void> {
  const current = await protocol.chain.rounds.ticketRound()
  if (!current) throw new Error('No round is initialised.')
  const word = (value: bigint) => pad(toHex(value))
  const recipientRand = 7n
  const ticket = {
    ...{ recipient: ora.address, sender: gateway.address, faceValue: ticketWei },
    ...{ winProb: 2n ** 256n - 1n, senderNonce: ++nonce },
    recipientRandHash: keccak256(hexToBytes(word(recipientRand))),
    auxData: encodeAbiParameters(
      [{ type: 'uint256' }, { type: 'bytes32' }],
      [current.round, current.blockHash],
    ),
  }
  const hash = keccak256(
    concat([
      ...[ticket.recipient, ticket.sender, word(ticket.faceValue), word(ticket.winProb)],
      ...[word(ticket.senderNonce), ticket.recipientRandHash, ticket.auxData],
    ]),
  )
  const sig = toHex(await gateway.signer.signMessage(toBytes(hash)))
  await ora.actions.broker.redeemWinningTicket({ ticket, recipientRand, sig })
}

test('what the contracts pay a delegator, its principal included in all stake, is what was forecast', async () => {
  const principalWei = 5_000n * ether
  const [network, orchestrator] = [await readNetwork(), await readOrchestrator(ora)]
  const question = { principalWei, isNewStake: true, rounds, inflation: 'rule' } as const
  const expected = forecast(network, orchestrator, question)
  await dan.actions.staking.bond({ amountWei: principalWei, to: ora.address })
  const { chain } = protocol
  for (let round = 0; round < rounds; round++) {
    await protocol.nextRound()
    await payFees()
    await ora.actions.staking.reward()
    await otto.actions.staking.reward()
  }
  const { pendingStakeWei, pendingFeesWei } = await chain.staking.delegator(dan.address)
  const rewards = Number(pendingStakeWei - principalWei) / Number(principalWei)
  expect(rewards / expected.rewards).toBeCloseTo(1, 5)
  expect(Number(pendingFeesWei) / Number(expected.feesWei)).toBeCloseTo(1, 5)
  // Without the principal in it, or with inflation as it was, it would be another number.
  for (const other of [{ isNewStake: false }, { inflation: 'constant' } as const]) {
    const wrong = forecast(network, orchestrator, { ...question, ...other })
    expect(Math.abs(wrong.rewards / expected.rewards - 1)).toBeGreaterThan(0.01)
  }
})
