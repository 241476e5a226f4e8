import { Badge } from '../../components/badge.tsx'
import { Hint } from '../../components/hint.tsx'
import { formatAmount, formatCount, formatFraction } from '../../format/amounts.ts'
import { text } from '../../text/text.ts'
import type { Listed } from './listed.ts'

const said = text.orchestrators

/** What a stake would earn, and what that is made of. */
export function YieldCell({
  listed: { forecast, total, isNew },
  rounds,
}: {
  listed: Listed
  rounds: number
}) {
  if (!forecast || total === undefined)
    return (
      <Hint text={said.noYield}>
        <span className="text-soft">–</span>
      </Hint>
    )
  const parts = said.yieldParts(
    formatFraction(forecast.rewards, 1),
    formatAmount(forecast.feesWei, 6),
    formatCount(rounds),
  )
  return (
    <span className="inline-flex items-center justify-end gap-2">
      {isNew && (
        <Badge tone="warn" reason={said.isNewReason}>
          {said.isNew}
        </Badge>
      )}
      <Hint text={parts}>
        <span className="font-medium whitespace-nowrap" data-testid="yield">
          {formatFraction(total, 1)}
        </span>
      </Hint>
    </span>
  )
}
