import { pollAbi, pollCreatorAbi, treasuryGovernorAbi } from '@millrace/abi'
import { encodeFunctionData, parseEventLogs } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { previewOperation } from '../src/operations/index.ts'
import { account, ether, type Protocol, startProtocol } from './kit.ts'

let protocol: Protocol
beforeAll(async () => {
  protocol = await startProtocol()
  await protocol.nextRound()
  const { staking } = protocol.actor(2).actions
  await staking.bond({ amountWei: 1_000n * ether, to: account(2).address })
})
afterAll(() => protocol[Symbol.asyncDispose]())

const preview = (index: number, name: string, parameters: Record<string, unknown>) =>
  previewOperation({ name, parameters }, { chain: protocol.chain, from: account(index).address })

function addressOf(name: 'pollCreator' | 'treasuryGovernor' | 'token'): `0x${string}` {
  const found = protocol.chain.addresses[name]
  if (found === undefined) throw new Error(`the deployment has no ${name}`)
  return found
}

async function send(index: number, calls: Awaited<ReturnType<typeof preview>>['calls']) {
  const receipts = []
  for (const call of calls) receipts.push(await protocol.actor(index).sender.send(call))
  return receipts.flatMap(({ logs }) => logs)
}

test('vote-poll: the vote is cast, and stake is said to count', async () => {
  const data = encodeFunctionData({ abi: pollCreatorAbi, functionName: 'createPoll', args: ['0x12'] })
  const logs = await send(2, [{ label: 'create poll', to: addressOf('pollCreator'), data, gas: undefined }])
  const [created] = parseEventLogs({ abi: pollCreatorAbi, logs, eventName: 'PollCreated' })
  const poll = created?.args.poll
  const shown = await preview(2, 'vote-poll', { poll, choice: 'no' })
  expect(shown.effect).toMatch(
    /^Votes no in poll 0x.*, which ends with block \d+, with a stake of 1000 TT now\./,
  )
  expect(shown.warnings).toEqual([])
  const votes = parseEventLogs({ abi: pollAbi, logs: await send(2, shown.calls), eventName: 'Vote' })
  expect(votes.map(({ args }) => args)).toEqual([{ voter: account(2).address, choiceID: 1n }])
  expect((await preview(3, 'vote-poll', { poll, choice: 'yes' })).warnings).toMatchObject([
    { code: 'NO_STAKE' },
  ])
})

test('vote-treasury: the vote is cast with the stake of the proposal’s time, once', async () => {
  const abi = treasuryGovernorAbi
  const to = addressOf('treasuryGovernor')
  await protocol.nextRound()
  const propose = encodeFunctionData({
    abi,
    functionName: 'propose',
    args: [[addressOf('token')], [0n], ['0x'], 'pay for work'],
  })
  const logs = await send(2, [{ label: 'propose', to, data: propose, gas: undefined }])
  const [created] = parseEventLogs({ abi, logs, eventName: 'ProposalCreated' })
  const proposalId = String(created?.args.proposalId)
  const early = await preview(2, 'vote-treasury', { proposalId, support: 'for' })
  expect(early.refusal?.reason).toBe('VoteNotActive')
  await protocol.nextRound()
  await protocol.nextRound()
  const shown = await preview(2, 'vote-treasury', { proposalId, support: 'for', reason: 'fair' })
  expect(shown.effect).toBe(`Votes for on proposal ${proposalId} with 1000 TT. A vote cannot be changed.`)
  const cast = parseEventLogs({ abi, logs: await send(2, shown.calls), eventName: 'VoteCast' })
  expect(cast[0]?.args).toMatchObject({ support: 1, weight: 1_000n * ether, reason: 'fair' })
  expect((await preview(2, 'vote-treasury', { proposalId, support: 'against' })).refusal?.reason).toBe(
    'VoteAlreadyCast',
  )
  const none = await preview(3, 'vote-treasury', { proposalId, support: 'abstain' })
  expect(none.warnings).toMatchObject([{ code: 'NO_STAKE' }])
  expect((await preview(2, 'vote-treasury', { proposalId: '7', support: 'for' })).refusal?.reason).toBe(
    'UnknownProposal',
  )
})
