import type { Refusal } from '../../staking/refusals.ts'
import { text } from '../../text/text.ts'
import type { Units } from './units.ts'

const said = text.stakingRules

/** Why a step cannot be taken, in a sentence. */
export function refusalText(refusal: Refusal, { tokens, ether }: Units): string {
  switch (refusal.code) {
    case 'paused':
      return refusal.all ? said.allPaused : said.paused
    case 'round-not-initialized':
      return said.roundNotInitialized(String(refusal.round))
    case 'round-already-initialized':
      return said.roundAlreadyInitialized(String(refusal.round))
    case 'not-enough-tokens':
      return said.notEnoughTokens(tokens(refusal.balanceWei))
    case 'not-enough-stake':
      return said.notEnoughStake(tokens(refusal.stakeWei))
    case 'not-enough-fees':
      return said.notEnoughFees(ether(refusal.feesWei))
    case 'stake-is-pending':
      return said.stakeIsPending(String(refusal.startRound))
    case 'lock-not-ripe':
      return said.lockNotRipe(String(refusal.withdrawRound))
    case 'round-locked':
      return said.roundLocked(String(refusal.nextRound))
    case 'must-call-reward-first':
      return said.mustCallRewardFirst(String(refusal.round))
    case 'reward-already-called':
      return said.rewardAlreadyCalled(String(refusal.round))
    default:
      return said[plain[refusal.code]]
  }
}

/** Refusals without values. */
const plain = {
  'no-orchestrator-chosen': 'noOrchestratorChosen',
  'amount-is-zero': 'amountIsZero',
  'nothing-to-move': 'nothingToMove',
  'already-there': 'alreadyThere',
  'orchestrator-cannot-move': 'orchestratorCannotMove',
  'delegate-must-call-reward': 'delegateMustCallReward',
  'not-bonded': 'notBonded',
  'still-bonded': 'stillBonded',
  'no-such-lock': 'noSuchLock',
  'invalid-recipient': 'invalidRecipient',
  'receiver-would-forfeit': 'receiverWouldForfeit',
  'not-an-orchestrator': 'notAnOrchestrator',
  'invalid-cut': 'invalidCut',
  'not-active': 'notActive',
  'not-reward-caller': 'notRewardCaller',
  'invalid-uri': 'invalidUri',
  'no-ether': 'noEther',
} as const
