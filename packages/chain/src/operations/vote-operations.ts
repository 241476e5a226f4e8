import { pollAbi, treasuryGovernorAbi } from '@millrace/abi'
import { z } from 'zod'
import { contractCall } from '../tx/call.ts'
import { OperationParametersError } from './errors.ts'
import { tokenWriter } from './facts.ts'
import { defineOperation } from './operation.ts'
import { address, wholeNumberText } from './parameters.ts'

const pollChoices = { yes: 0n, no: 1n } as const
const treasuryChoices = { against: 0, for: 1, abstain: 2 } as const

const votePoll = defineOperation({
  name: 'vote-poll',
  about: 'Votes in a poll on the protocol, with the stake that the account has when it ends.',
  account: 'staking account',
  parameters: z.strictObject({
    poll: address.describe('The poll’s contract.'),
    choice: z.enum(['yes', 'no']).describe('For or against the proposal.'),
  }),
  async plan({ poll, choice }, context) {
    const { chain, from } = context
    const contract = { address: poll, abi: pollAbi }
    const [endBlock, { pendingStakeWei }, write] = await Promise.all([
      chain.client.readContract({ ...contract, functionName: 'endBlock' }).catch((cause) => {
        throw new OperationParametersError({
          operation: 'vote-poll',
          problem: `poll: ${poll} is no poll`,
          cause,
        })
      }),
      chain.staking.delegator(from),
      tokenWriter(context),
    ])
    const message = 'The account has no stake: its vote counts nothing unless it has when the poll ends.'
    return {
      calls: [contractCall(contract, 'vote', [pollChoices[choice]])],
      effect: `Votes ${choice} in poll ${poll}, which ends with block ${endBlock}, with a stake of ${write(pendingStakeWei)} now. A later vote replaces it.`,
      warnings: pendingStakeWei === 0n ? [{ code: 'NO_STAKE', message }] : [],
    }
  },
})

const voteTreasury = defineOperation({
  name: 'vote-treasury',
  about: 'Votes on a proposal to the treasury, with the stake that the account had when voting began.',
  account: 'staking account',
  parameters: z.strictObject({
    proposalId: wholeNumberText.describe('Number of the proposal.'),
    support: z.enum(['for', 'against', 'abstain']).describe('The vote.'),
    reason: z.string().max(4_096).optional().describe('Published with the vote.'),
  }),
  async plan({ proposalId, support, reason }, context) {
    const { chain, from } = context
    const governor = chain.addresses.treasuryGovernor
    if (governor === undefined)
      throw new OperationParametersError({
        operation: 'vote-treasury',
        problem: 'this deployment has no treasury governor',
      })
    const contract = { address: governor, abi: treasuryGovernorAbi }
    const read = { ...contract, args: [proposalId] } as const
    const snapshot = await chain.client.readContract({ ...read, functionName: 'proposalSnapshot' })
    const votes = await chain.client
      .readContract({ ...contract, functionName: 'getVotes', args: [from, snapshot] })
      .catch(() => undefined)
    const write = await tokenWriter(context)
    const choice = treasuryChoices[support]
    const message = 'The account had no stake when voting began: its vote counts nothing.'
    return {
      calls: [
        reason
          ? contractCall(contract, 'castVoteWithReason', [proposalId, choice, reason])
          : contractCall(contract, 'castVote', [proposalId, choice]),
      ],
      effect: `Votes ${support} on proposal ${proposalId}${votes === undefined ? '' : ` with ${write(votes)}`}. A vote cannot be changed.`,
      warnings: votes === 0n ? [{ code: 'NO_STAKE', message }] : [],
    }
  },
})

/** Votes on the protocol and its treasury. */
export const voteOperations = [votePoll, voteTreasury] as const
