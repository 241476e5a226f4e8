import type { pollAbi, pollCreatorAbi, treasuryGovernorAbi } from '@millrace/abi'
import type { Handlers } from './handlers.ts'
import { printable } from './printable.ts'
import { happen, type Scope } from './scope.ts'

export const treasuryGovernorHandlers: Handlers<typeof treasuryGovernorAbi> = {
  ProposalCreated: (scope, args) => {
    const { proposalId, proposer, targets, values, calldatas, description } = args
    const calls = targets.map((target, index) => ({
      target,
      valueWei: String(values[index] ?? 0n),
      data: calldatas[index] ?? '0x',
    }))
    const [voteStart, voteEnd] = [Number(args.voteStart), Number(args.voteEnd)]
    scope.ledger.tables.proposal.set({
      ...{ proposalId, proposer, calls, description: printable(description), voteStart, voteEnd },
      ...{ createdBlock: scope.at.blockNumber, state: 'created', eta: null },
    })
    happen(scope, 'proposal-created', {
      subject: proposer,
      proposalId: String(proposalId),
      voteStart,
      voteEnd,
    })
  },
  ProposalQueued: (scope, { proposalId, eta }) =>
    changeProposal(scope, proposalId, { state: 'queued', eta: Number(eta) }),
  ProposalExecuted: (scope, { proposalId }) => changeProposal(scope, proposalId, { state: 'executed' }),
  ProposalCanceled: (scope, { proposalId }) => changeProposal(scope, proposalId, { state: 'canceled' }),
  VoteCast: onVote,
  VoteCastWithParams: onVote,
}

interface CastVote {
  readonly voter: `0x${string}`
  readonly proposalId: bigint
  readonly support: number
  readonly weight: bigint
  readonly reason: string
}

function onVote(scope: Scope, { voter, proposalId, support, weight, reason }: CastVote): void {
  const { blockNumber } = scope.at
  const vote = { proposalId, voter, support, weightWei: weight, reason: printable(reason), blockNumber }
  scope.ledger.tables.proposalVote.set(vote)
  happen(scope, 'vote-cast', {
    subject: voter,
    proposalId: String(proposalId),
    support,
    weightWei: String(weight),
  })
}

function changeProposal(
  scope: Scope,
  proposalId: bigint,
  change: { readonly state: 'queued' | 'executed' | 'canceled'; readonly eta?: number },
): void {
  const row = scope.ledger.tables.proposal.get(proposalId)
  if (row) scope.ledger.tables.proposal.set({ ...row, ...change })
  happen(scope, `proposal-${change.state}`, { proposalId: String(proposalId) })
}

export const pollCreatorHandlers: Handlers<typeof pollCreatorAbi> = {
  PollCreated: (scope, { poll, proposal, endBlock, quorum, quota }) => {
    const { tables } = scope.ledger
    const { blockNumber: createdBlock, protocolBlock: startBlock } = scope.at
    tables.contract.set({ address: poll, name: 'poll', sinceBlock: createdBlock })
    const parts = { quorum: Number(quorum), quota: Number(quota) }
    tables.poll.set({
      address: poll,
      proposal,
      startBlock,
      endBlock: Number(endBlock),
      ...parts,
      createdBlock,
    })
    happen(scope, 'poll-created', { subject: poll, endBlock: Number(endBlock) })
  },
}

export const pollHandlers: Handlers<typeof pollAbi> = {
  Vote: (scope, { voter, choiceID }) => {
    const { address: poll, blockNumber } = scope.at
    scope.ledger.tables.pollVote.set({ poll, voter, choice: choiceID, blockNumber })
    happen(scope, 'poll-vote-cast', { subject: voter, poll, choice: String(choiceID) })
  },
}
