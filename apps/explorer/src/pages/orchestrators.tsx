import { useNavigate, useSearch } from '@tanstack/react-router'
import { useDeferredValue, useMemo } from 'react'
import { csvUrl } from '../api/indexer.ts'
import { Card } from '../components/card.tsx'
import { CsvLink } from '../components/table/csv-link.tsx'
import { DataTable } from '../components/table/data-table.tsx'
import { listColumns } from '../features/orchestrator-list/columns.tsx'
import { isWanted } from '../features/orchestrator-list/filter.ts'
import { FilterBar } from '../features/orchestrator-list/filter-bar.tsx'
import { OwnDelegateNotice } from '../features/orchestrator-list/own-delegate-notice.tsx'
import { type ListSearch, sorts, usualOrder } from '../features/orchestrator-list/search.ts'
import { sortListed } from '../features/orchestrator-list/sort.ts'
import { useListed } from '../features/orchestrator-list/use-listed.ts'
import { usualHorizon } from '../features/yield/question.ts'
import { QuestionBar } from '../features/yield/question-bar.tsx'
import { formatCount } from '../format/amounts.ts'
import { usePriceUnit } from '../network/use-price-unit.ts'
import { useToken } from '../network/use-token.ts'
import { text } from '../text/text.ts'

const said = text.orchestrators

/** All orchestrators, to compare and to choose from. The address says what is shown, and in which order. */
export function OrchestratorsPage() {
  const search = useSearch({ from: '/orchestrators' })
  const navigate = useNavigate({ from: '/orchestrators' })
  const change = (changed: Partial<ListSearch>) =>
    void navigate({ search: (before) => ({ ...before, ...changed }), replace: true, resetScroll: false })
  const { list, basis, problem } = useListed(search)
  const { symbol } = useToken()
  const priceUnit = usePriceUnit()
  const order = { sort: search.sort ?? usualOrder.sort, order: search.order ?? usualOrder.order }
  // Typing stays ahead of the list, however long that is.
  const wanted = useDeferredValue(search)
  const rows = useMemo(
    () =>
      list &&
      sortListed(
        list.filter((listed) => isWanted(listed, wanted)),
        { sort: wanted.sort ?? usualOrder.sort, order: wanted.order ?? usualOrder.order },
      ),
    [list, wanted],
  )
  const rounds = search.rounds ?? usualHorizon
  const columns = useMemo(() => listColumns({ symbol, priceUnit, rounds }), [symbol, priceUnit, rounds])
  const regions = useMemo(() => regionsOf(list), [list])
  return (
    <Card
      level={1}
      title={said.title}
      aside={
        <span className="flex gap-4">
          {rows && list && <span>{said.count(formatCount(rows.length), formatCount(list.length))}</span>}
          <CsvLink href={csvUrl('/v1/orchestrators')} />
        </span>
      }
    >
      <div className="mb-4 grid gap-3">
        <FilterBar search={search} regions={regions} onChange={change}>
          <QuestionBar search={search} symbol={symbol} roundMs={basis?.roundMs} onChange={change} />
        </FilterBar>
        <OwnDelegateNotice list={list} />
      </div>
      <DataTable
        {...{ columns, order }}
        label={said.label}
        list={{ rows, problem }}
        empty={list?.length === 0 ? said.nobody : said.empty}
        keyOf={({ row }) => row.address}
        onOrder={({ sort, order: direction }) =>
          change({ sort: sorts.find((each) => each === sort), order: direction })
        }
        isMarked={({ isOwn }) => isOwn}
        testId="orchestrator"
      />
    </Card>
  )
}

function regionsOf(list: ReturnType<typeof useListed>['list']): readonly string[] {
  return [...new Set(list?.flatMap(({ seen }) => seen?.region ?? []))].toSorted()
}
