import { Card } from '../../components/card.tsx'
import { Figure } from '../../components/figure.tsx'
import { Notice } from '../../components/notice.tsx'
import { formatAmount, formatCount, formatPercent, formatShare } from '../../format/amounts.ts'
import { formatMoment } from '../../format/time.ts'
import { useToken } from '../../network/use-token.ts'
import { text } from '../../text/text.ts'
import type { RoundRow } from './round-columns.tsx'

const { figures, columns, hints } = text.rounds

interface RoundFiguresProps {
  /** Undefined while it is on its way. */
  readonly row: RoundRow | undefined
  readonly problem: string | undefined
  readonly isCurrent: boolean
}

/** The sums of a round. Each figure keeps its place until it is known. */
export function RoundFigures({ row, problem, isCurrent }: RoundFiguresProps) {
  const { symbol: unit } = useToken()
  if (problem !== undefined)
    return (
      <Card title={text.rounds.title}>
        <Notice tone="error" title={text.table.failed} text={text.table.again(problem)} />
      </Card>
    )
  const tokens = (wei: bigint | undefined, digits = 0) =>
    wei === undefined ? undefined : formatAmount(wei, digits)
  return (
    <Card title={text.rounds.sums} aside={isCurrent ? text.rounds.isCurrent : undefined}>
      <dl data-testid="round-figures" className="grid grid-cols-2 gap-4 sm:grid-cols-3 lg:grid-cols-5">
        <Figure
          label={figures.began}
          value={row && (row.isInitialized ? formatMoment(row.time) : text.rounds.notBegun)}
        />
        <Figure
          label={figures.block}
          value={row && (row.blockNumber === null ? '–' : formatCount(row.blockNumber))}
        />
        <Figure label={columns.orchestrators} value={row && formatCount(row.activeOrchestrators)} />
        <Figure label={figures.delegators} value={row && formatCount(row.delegators)} />
        <Figure label={columns.stake} value={tokens(row?.totalActiveStakeWei)} unit={unit} />
        <Figure
          label={columns.participation}
          value={row && formatShare(row.totalActiveStakeWei, row.totalSupplyWei)}
          hint={hints.participation}
        />
        <Figure
          label={columns.inflation}
          value={row && formatPercent(Number(row.inflation) / 1e9)}
          hint={hints.inflation}
        />
        <Figure
          label={columns.calls}
          value={row && `${row.rewardCalls} / ${row.activeOrchestrators}`}
          hint={hints.calls}
        />
        <Figure
          label={figures.minted}
          value={row && `${tokens(row.rewardsWei)} / ${tokens(row.mintableWei)}`}
          unit={unit}
          hint={hints.minted}
        />
        <Figure
          label={figures.treasury}
          value={tokens(row?.treasuryRewardsWei, 2)}
          unit={unit}
          hint={hints.treasury}
        />
        <Figure
          label={columns.missed}
          value={tokens(row?.missedRewardsWei, 2)}
          unit={unit}
          hint={hints.missed}
        />
        <Figure label={columns.fees} value={row && formatAmount(row.feesWei)} unit="ETH" />
        <Figure label={columns.tickets} value={row && formatCount(row.winningTickets)} />
        <Figure label={figures.newStake} value={tokens(row?.newStakeWei)} unit={unit} />
        <Figure label={figures.movedStake} value={tokens(row?.movedStakeWei)} unit={unit} />
        <Figure label={figures.unbondedStake} value={tokens(row?.unbondedStakeWei)} unit={unit} />
        <Figure label={figures.supply} value={tokens(row?.totalSupplyWei)} unit={unit} />
      </dl>
    </Card>
  )
}
