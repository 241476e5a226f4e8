import { formatPpm } from '../../format/amounts.ts'
import { text } from '../../text/text.ts'
import type { Units } from '../staking/units.ts'
import type { Reason } from './explain.ts'

const said = text.portfolio.earnings.reasons

/** Why a yield changed, in a few words. */
export function reasonText(reason: Reason, { tokens }: Units): string {
  switch (reason.kind) {
    case 'missed-call':
      return said.missedCall(tokens(reason.lostWei))
    case 'reward-cut': {
      const [before, after] = [formatPpm(BigInt(reason.before)), formatPpm(BigInt(reason.after))]
      return reason.after > reason.before ? said.cutRaised(before, after) : said.cutLowered(before, after)
    }
    case 'fee-share':
      return said.shareChanged(formatPpm(BigInt(reason.before)), formatPpm(BigInt(reason.after)))
    case 'moved':
      return said.moved
    case 'all-stake': {
      const percent = `${Math.abs(reason.percent).toFixed(1)} %`
      return reason.percent > 0 ? said.stakeGrew(percent) : said.stakeShrank(percent)
    }
    case 'inflation': {
      const [before, after] = [percentOfPpb(reason.before), percentOfPpb(reason.after)]
      return reason.after > reason.before
        ? said.inflationRose(before, after)
        : said.inflationFell(before, after)
    }
    case 'fees':
      return reason.isMore ? said.moreFees : said.fewerFees
  }
}

/** Parts per billion a round, with all their places: they differ in the last. */
function percentOfPpb(ppb: bigint): string {
  return `${Number((Number(ppb) / 10_000_000).toFixed(7))} %`
}
