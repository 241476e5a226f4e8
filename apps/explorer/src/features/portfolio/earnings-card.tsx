import { useAnswer } from '../../api/use-answer.ts'
import { useList } from '../../api/use-list.ts'
import { Card } from '../../components/card.tsx'
import type { Column } from '../../components/table/column.ts'
import { DataTable } from '../../components/table/data-table.tsx'
import { formatAmount } from '../../format/amounts.ts'
import { text } from '../../text/text.ts'
import { type Units, useUnits } from '../staking/units.ts'
import { type ExplainedRound, explain } from './explain.ts'
import { reasonText } from './reason-text.ts'
import { TaxExport } from './tax-export.tsx'

const said = text.portfolio.earnings

/** What an account earned in each round, and why it was more or less than in the one before. */
export function EarningsCard({ address }: { address: string }) {
  const units = useUnits()
  const { data, problem, isUnknown } = useAnswer('/v1/delegators/{address}/earnings', { path: { address } })
  const rounds = useRoundFacts(data?.items[0]?.delegate)
  const rows = data && explain(data.items, rounds.pools, rounds.network)
  return (
    <Card title={said.title} aside={<TaxExport address={address} />}>
      <DataTable
        label={said.label}
        columns={columnsOf(units)}
        list={{ rows: isUnknown ? [] : rows, problem: isUnknown ? undefined : problem }}
        keyOf={({ round, delegate }) => `${round} ${delegate}`}
        empty={said.empty}
        testId="earned"
      />
      <p className="mt-3 text-soft">{said.noFiat}</p>
    </Card>
  )
}

/** Cuts of the orchestrator that has the stake now, and the network's figures, of the last hundred rounds. */
function useRoundFacts(orchestrator: string | undefined) {
  const pools = useList('/v1/pools', { query: { orchestrator, sort: 'round', order: 'desc' } })
  const rounds = useList('/v1/rounds', { query: { sort: 'round', order: 'desc' } })
  return {
    pools: orchestrator === undefined ? [] : (pools.rows ?? []),
    network: (rounds.rows ?? []).map(({ round, inflation, totalActiveStakeWei }) => ({
      ...{ round, inflationPpb: BigInt(inflation), totalActiveStakeWei },
    })),
  }
}

function columnsOf(units: Units): readonly Column<ExplainedRound>[] {
  return [
    { id: 'round', header: said.round, cell: ({ round }) => round },
    {
      ...{ id: 'stake', header: said.stake, align: 'right', from: 'md' },
      cell: ({ stakeWei }) => formatAmount(stakeWei, 2),
    },
    {
      ...{ id: 'rewards', header: said.rewards, align: 'right' },
      cell: ({ rewardsWei }) => units.tokens(rewardsWei),
    },
    {
      id: 'fees',
      header: said.fees,
      align: 'right',
      cell: ({ feesWei }) => units.ether(feesWei),
      from: 'sm',
    },
    {
      ...{ id: 'yield', header: said.yield, hint: said.yieldHint, align: 'right', from: 'sm' },
      cell: ({ yield: rate }) => (rate === undefined ? '–' : `${(rate * 100).toFixed(4)} %`),
    },
    {
      ...{ id: 'why', header: said.why, from: 'lg' },
      cell: ({ reasons }) => reasons.map((reason) => reasonText(reason, units)).join('; '),
    },
  ]
}
