import { shortAddress } from '@millrace/common/units'
import type { Warning } from '../../staking/warnings.ts'
import { text } from '../../text/text.ts'
import type { Units } from './units.ts'

const said = text.stakingRules.warnings

/** What to mind, in a sentence. */
export function warningText(warning: Warning, { tokens }: Units): string {
  switch (warning.code) {
    case 'forfeits-reward':
      return said.forfeitsReward(tokens(warning.shareWei), String(warning.round))
    case 'not-registered':
      return said.notRegistered
    case 'becomes-orchestrator':
      return said.becomesOrchestrator
    case 'orchestrator-inactive':
      return said.orchestratorInactive(tokens(warning.missingWei))
    case 'orchestrator-leaves':
      return said.orchestratorLeaves(String(warning.round))
    case 'missed-last-rewards':
      return said.missedLastRewards(String(warning.rounds))
    case 'resigns':
      return said.resigns
    case 'last-in-pool':
      return said.lastInPool
    case 'evicts':
      return said.evicts(shortAddress(warning.evicted))
    case 'locked-until-next-round':
      return said.lockedUntilNextRound(String(warning.round))
    case 'dust':
      return said.dust
    case 'leaves-dust':
      return said.leavesDust(tokens(warning.amountWei))
    case 'cannot-be-undone':
      return said.cannotBeUndone
    case 'other-recipient':
      return said.otherRecipient
    case 'exits-only':
      return said.exitsOnly
  }
}

/** What is good to know, rather than a reason to stop. */
export function isOnlyNews({ code }: Warning): boolean {
  return code === 'locked-until-next-round' || code === 'evicts'
}
