import { useMemo } from 'react'
import type { RowOf } from '../../api/indexer.ts'
import { useList } from '../../api/use-list.ts'
import { Badge } from '../../components/badge.tsx'
import { Card } from '../../components/card.tsx'
import { Notice } from '../../components/notice.tsx'
import { text } from '../../text/text.ts'
import { forecast } from '../../yield/forecast.ts'
import { intervalOf } from '../../yield/interval.ts'
import { isInPool, isNew, readHistory, readOrchestrator } from '../../yield/read-inputs.ts'
import type { OrchestratorRow } from '../orchestrator-list/listed.ts'
import { ForecastDetails } from './forecast-details.tsx'
import { ForecastResult } from './forecast-result.tsx'
import { questionOf } from './question.ts'
import { QuestionBar } from './question-bar.tsx'
import type { QuestionSearch } from './question-search.ts'
import { type ForecastBasis, useForecastBasis } from './use-forecast-basis.ts'

const said = text.forecast

interface ForecastCardProps {
  readonly row: OrchestratorRow | undefined
  readonly pools: readonly RowOf<'/v1/pools'>[] | undefined
  readonly symbol: string
  readonly search: QuestionSearch
  readonly onChange: (change: QuestionSearch) => void
}

/** What a stake is expected to earn with one orchestrator, how that is computed, and how sure it is. */
export function ForecastCard({ row, pools, symbol, search, onChange }: ForecastCardProps) {
  const { data: basis, problem } = useForecastBasis()
  const cutChanges = useList('/v1/cut-changes', { query: { limit: 500 } })
  const failure = problem ?? cutChanges.problem
  const answer = useMemo(
    () =>
      row && basis && pools && cutChanges.rows
        ? answerOf(search, { row, basis, pools, cutChanges: cutChanges.rows })
        : undefined,
    [search, row, basis, pools, cutChanges.rows],
  )
  return (
    <Card
      title={said.title}
      aside={
        row && basis && isNew(row) ? (
          <Badge tone="warn" reason={said.isNew}>
            {text.orchestrators.isNew}
          </Badge>
        ) : undefined
      }
    >
      <QuestionBar search={search} symbol={symbol} roundMs={basis?.roundMs} onChange={onChange} />
      {row && !isInPool(row) ? (
        <Notice tone="empty" title={said.none.title} text={said.none.text} />
      ) : failure !== undefined ? (
        <Notice tone="error" title={text.table.failed} text={text.table.again(failure)} />
      ) : (
        <>
          <ForecastResult answer={answer} tokenPrice={search.tokenPrice} symbol={symbol} />
          {answer && <ForecastDetails answer={answer} symbol={symbol} />}
        </>
      )}
    </Card>
  )
}

interface Known {
  readonly row: OrchestratorRow
  readonly basis: ForecastBasis
  readonly pools: readonly RowOf<'/v1/pools'>[]
  readonly cutChanges: readonly RowOf<'/v1/cut-changes'>[]
}

export type ForecastAnswer = ReturnType<typeof answerOf>

function answerOf(search: QuestionSearch, { row, basis, pools, cutChanges }: Known) {
  const question = questionOf(search)
  const { network, rounds } = basis
  const orchestrator = readOrchestrator(row)
  const oldest = rounds.at(-1)?.round ?? 0
  const history = readHistory({
    rounds,
    pools: pools.filter(({ round }) => round >= oldest),
    cutChanges,
  })
  const expected = forecast(network, orchestrator, question)
  const interval = intervalOf(expected, {
    address: row.address,
    orchestrator,
    rounds: question.rounds,
    history,
  })
  return { question, network, orchestrator, expected, interval, pastRounds: history.rounds.length }
}
