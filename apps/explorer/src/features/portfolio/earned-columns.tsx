import type { Column } from '../../components/table/column.ts'
import { formatFraction } from '../../format/amounts.ts'
import { text } from '../../text/text.ts'
import { formatSmall, type Units } from '../staking/units.ts'
import type { ExplainedRound } from './explain.ts'
import { reasonText } from './reason-text.ts'

const said = text.portfolio.earnings

/** A round that an account earned in; on a narrow window the reasons stand below its number. */
export function earnedColumns(units: Units): readonly Column<ExplainedRound>[] {
  const why = ({ reasons }: ExplainedRound) => reasons.map((reason) => reasonText(reason, units)).join('; ')
  const right = { align: 'right' } as const
  return [
    {
      ...{ id: 'round', header: said.round },
      cell: (row) => (
        <>
          {row.round}
          <span className="block text-xs text-soft lg:hidden">{why(row)}</span>
        </>
      ),
    },
    {
      ...{ id: 'stake', header: said.stake(units.symbol), ...right, from: 'md' },
      cell: ({ stakeWei }) => formatSmall(stakeWei, 2),
    },
    {
      ...{ id: 'rewards', header: said.rewards(units.symbol), ...right },
      cell: ({ rewardsWei }) => formatSmall(rewardsWei, 4),
    },
    { id: 'fees', header: said.fees, ...right, cell: ({ feesWei }) => formatSmall(feesWei, 5), from: 'sm' },
    {
      ...{ id: 'yield', header: said.yield, hint: said.yieldHint, ...right },
      cell: ({ yield: rate }) => (
        <span className="whitespace-nowrap">{rate === undefined ? '–' : formatFraction(rate, 4)}</span>
      ),
    },
    { id: 'why', header: said.why, from: 'lg', cell: why },
  ]
}
