import {
  bondingManagerAbi,
  pollAbi,
  pollCreatorAbi,
  roundsManagerAbi,
  ticketBrokerAbi,
  tokenAbi,
  treasuryGovernorAbi,
} from '@millrace/abi'
import type { Address, Hex } from '@millrace/crypto'
import { encodeAbiParameters, encodeFunctionData, keccak256, stringToHex } from 'viem'
import type { SeedAction, SeedProposal } from '../actions.ts'
import type { SeedDeployment } from './seed-deployment.ts'
import { type SeedTransaction, transaction } from './seed-transaction.ts'

export interface OtherContext {
  readonly deployment: SeedDeployment
  /** Owner of the protocol, who also hands out the tokens. */
  readonly owner: Address
  /** Contracts of the polls that were created, by number. */
  readonly polls: readonly Address[]
}

/** Calls of the actions that are neither about stake nor about tickets. */
export function otherTransactions(action: SeedAction, context: OtherContext): SeedTransaction[] {
  return (
    ownerTransactions(action, context) ??
    gatewayTransactions(action, context) ??
    proposalTransactions(action, context) ??
    pollTransactions(action, context)
  )
}

function ownerTransactions(
  action: SeedAction,
  { deployment, owner }: OtherContext,
): SeedTransaction[] | undefined {
  const bonding = { from: owner, to: deployment.bondingManager, abi: bondingManagerAbi } as const
  switch (action.kind) {
    case 'initializeRound': {
      const call = { from: action.from, to: deployment.roundsManager, abi: roundsManagerAbi } as const
      return [transaction({ ...call, functionName: 'initializeRound', args: [] })]
    }
    case 'transferTokens': {
      const call = { from: owner, to: deployment.token, abi: tokenAbi } as const
      return [transaction({ ...call, functionName: 'transfer', args: [action.to, action.amountWei] })]
    }
    case 'setRoundLength': {
      const call = { from: owner, to: deployment.roundsManager, abi: roundsManagerAbi } as const
      return [transaction({ ...call, functionName: 'setRoundLength', args: [action.blocks] })]
    }
    case 'growActiveSet':
      return [transaction({ ...bonding, functionName: 'setNumActiveTranscoders', args: [action.size] })]
    case 'setTreasuryCut':
      return [
        transaction({ ...bonding, functionName: 'setTreasuryBalanceCeiling', args: [action.ceilingWei] }),
        transaction({ ...bonding, functionName: 'setTreasuryRewardCutRate', args: [action.cutRate] }),
      ]
    default:
      return undefined
  }
}

function gatewayTransactions(
  action: SeedAction,
  { deployment }: OtherContext,
): SeedTransaction[] | undefined {
  const to = deployment.ticketBroker
  const abi = ticketBrokerAbi
  switch (action.kind) {
    case 'fundGateway': {
      const { from, depositWei, reserveWei } = action
      const valueWei = depositWei + reserveWei
      const args = [depositWei, reserveWei] as const
      return reserveWei > 0n
        ? [transaction({ from, to, abi, functionName: 'fundDepositAndReserve', args, valueWei })]
        : [transaction({ from, to, abi, functionName: 'fundDeposit', args: [], valueWei })]
    }
    case 'unlock':
    case 'cancelUnlock':
    case 'withdraw':
      return [transaction({ from: action.from, to, abi, functionName: action.kind, args: [] })]
    default:
      return undefined
  }
}

function proposalTransactions(
  action: SeedAction,
  { deployment: { treasuryGovernor, treasury, token } }: OtherContext,
): SeedTransaction[] | undefined {
  if (!('proposal' in action)) return undefined
  if (!treasuryGovernor || !treasury) return []
  const { from, proposal } = action
  const governor = { from, to: treasuryGovernor, abi: treasuryGovernorAbi } as const
  const payment = paymentOf(proposal, token)
  const descriptionHash = keccak256(stringToHex(proposal.description))
  switch (action.kind) {
    case 'propose':
      return [transaction({ ...governor, functionName: 'propose', args: [...payment, proposal.description] })]
    case 'queue':
    case 'execute':
      return [transaction({ ...governor, functionName: action.kind, args: [...payment, descriptionHash] })]
    case 'vote': {
      const id = proposalId(payment, descriptionHash)
      const { reason } = action
      return reason === ''
        ? [transaction({ ...governor, functionName: 'castVote', args: [id, action.support] })]
        : [
            transaction({
              ...governor,
              functionName: 'castVoteWithReason',
              args: [id, action.support, reason],
            }),
          ]
    }
  }
}

type Payment = readonly [readonly Address[], readonly bigint[], readonly Hex[]]

/** Targets, values and calldatas of a proposal to send tokens. */
function paymentOf({ receiver, amountWei }: SeedProposal, token: Address): Payment {
  const data = encodeFunctionData({ abi: tokenAbi, functionName: 'transfer', args: [receiver, amountWei] })
  return [[token], [0n], [data]]
}

function proposalId([targets, values, calldatas]: Payment, descriptionHash: Hex): bigint {
  const types = [
    { type: 'address[]' },
    { type: 'uint256[]' },
    { type: 'bytes[]' },
    { type: 'bytes32' },
  ] as const
  return BigInt(keccak256(encodeAbiParameters(types, [targets, values, calldatas, descriptionHash])))
}

function pollTransactions(
  action: SeedAction,
  { deployment: { pollCreator }, polls }: OtherContext,
): SeedTransaction[] {
  if (action.kind === 'createPoll' && pollCreator) {
    const call = { from: action.from, to: pollCreator, abi: pollCreatorAbi } as const
    return [transaction({ ...call, functionName: 'createPoll', args: [action.text] })]
  }
  const poll = action.kind === 'votePoll' ? polls[action.poll] : undefined
  if (action.kind !== 'votePoll' || !poll) return []
  return [
    transaction({ from: action.from, to: poll, abi: pollAbi, functionName: 'vote', args: [action.choice] }),
  ]
}
