import { Link } from '@tanstack/react-router'
import type { RowOf } from '../../api/indexer.ts'
import type { Column } from '../../components/table/column.ts'
import { formatAmount, formatCount, formatPercent, formatShare } from '../../format/amounts.ts'
import { formatMoment } from '../../format/time.ts'
import { text } from '../../text/text.ts'

export type RoundRow = RowOf<'/v1/rounds'>

const { columns: names, hints } = text.rounds

/** @param symbol of the token, undefined while it is not known */
export function roundColumns(symbol: string): readonly Column<RoundRow>[] {
  const inTokens = (name: string) => `${name} ${symbol}`
  return [
    {
      id: 'round',
      header: names.round,
      cell: ({ round }) => (
        <Link
          to="/rounds/$round"
          params={{ round: String(round) }}
          className="rounded font-medium hover:underline"
        >
          {formatCount(round)}
        </Link>
      ),
    },
    {
      id: 'began',
      header: names.began,
      cell: ({ time, isInitialized }) => (isInitialized ? formatMoment(time) : text.rounds.notBegun),
      from: 'sm',
    },
    {
      id: 'stake',
      header: inTokens(names.stake),
      cell: ({ totalActiveStakeWei }) => formatAmount(totalActiveStakeWei, 0),
      align: 'right',
    },
    {
      id: 'participation',
      header: names.participation,
      hint: hints.participation,
      cell: ({ totalActiveStakeWei, totalSupplyWei }) =>
        formatShare(totalActiveStakeWei, totalSupplyWei) ?? '–',
      align: 'right',
      from: 'lg',
    },
    {
      id: 'inflation',
      header: names.inflation,
      hint: hints.inflation,
      cell: ({ inflation }) => formatPercent(Number(inflation) / 1e9),
      align: 'right',
      from: 'xl',
    },
    {
      id: 'calls',
      header: names.calls,
      hint: hints.calls,
      cell: ({ rewardCalls, activeOrchestrators }) => `${rewardCalls} / ${activeOrchestrators}`,
      align: 'right',
    },
    {
      id: 'rewards',
      header: inTokens(names.rewards),
      cell: ({ rewardsWei }) => formatAmount(rewardsWei, 2),
      align: 'right',
      from: 'md',
    },
    {
      id: 'missed',
      header: inTokens(names.missed),
      hint: hints.missed,
      cell: ({ missedRewardsWei }) => formatAmount(missedRewardsWei, 2),
      align: 'right',
      from: 'xl',
    },
    {
      id: 'fees',
      header: `${names.fees} ETH`,
      cell: ({ feesWei }) => formatAmount(feesWei, 4),
      align: 'right',
      from: 'sm',
    },
    {
      id: 'tickets',
      header: names.tickets,
      cell: ({ winningTickets }) => formatCount(winningTickets),
      align: 'right',
      from: 'lg',
    },
  ]
}
