import { useMemo } from 'react'
import { useAnswer } from '../../api/use-answer.ts'
import { useList } from '../../api/use-list.ts'
import { Card } from '../../components/card.tsx'
import { PagedTable } from '../../components/table/paged-table.tsx'
import { text } from '../../text/text.ts'
import { ChartPart } from '../orchestrator/chart-part.tsx'
import { useUnits } from '../staking/units.ts'
import { earnedColumns } from './earned-columns.tsx'
import { EarnedFigures } from './earned-figures.tsx'
import { explain, type RoundFacts } from './explain.ts'
import { TaxExport } from './tax-export.tsx'
import { yieldChart } from './yield-chart.ts'
import { YieldNote } from './yield-note.tsx'

const said = text.portfolio.earnings

/** What an account earned in each round, and why it was more or less than in the one before. */
export function EarningsCard({ address }: { address: string }) {
  const units = useUnits()
  const { data, problem } = useAnswer('/v1/delegators/{address}/earnings', { path: { address } })
  const facts = useRoundFacts(data?.items[0]?.delegate)
  const rows = useMemo(() => data && explain(data.items, facts), [data, facts])
  const isEmpty = rows?.length === 0
  return (
    <Card title={said.title} aside={isEmpty ? undefined : <TaxExport address={address} />}>
      {!isEmpty && problem === undefined && (
        <div className="mb-4 grid gap-4">
          <EarnedFigures address={address} />
          {data && <YieldNote earned={data.items} facts={facts} />}
          <ChartPart title={said.yieldChart} data={rows && yieldChart(rows)} />
        </div>
      )}
      <PagedTable
        label={said.label}
        columns={earnedColumns(units)}
        list={{ rows, problem }}
        keyOf={({ round, delegate }) => `${round} ${delegate}`}
        empty={said.empty}
        isMarked={({ missedWei }) => missedWei > 0n}
        testId="earned"
      />
    </Card>
  )
}

/** Cuts of the orchestrator that has the stake now, and the network's figures, of the last hundred rounds. */
function useRoundFacts(orchestrator: string | undefined): RoundFacts {
  const { rows: pools } = useList('/v1/pools', { query: { orchestrator, sort: 'round', order: 'desc' } })
  const { rows: rounds } = useList('/v1/rounds', { query: { sort: 'round', order: 'desc' } })
  return useMemo(
    () => ({
      pools: orchestrator === undefined ? [] : (pools ?? []),
      rounds: (rounds ?? []).map(({ round, inflation, totalActiveStakeWei }) => ({
        ...{ round, inflationPpb: BigInt(inflation), totalActiveStakeWei },
      })),
    }),
    [orchestrator, pools, rounds],
  )
}
