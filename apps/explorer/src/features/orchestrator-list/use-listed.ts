import type { StatusOrchestrator } from '@millrace/client'
import { useMemo } from 'react'
import { useAll } from '../../api/use-all.ts'
import { useNames, useOnceNamed } from '../../identity/use-profile.ts'
import { useStatus } from '../../network/use-status.ts'
import { createForecaster, partOf } from '../../yield/forecast.ts'
import { isInPool, isNew, readOrchestrator } from '../../yield/read-inputs.ts'
import { scoreOf } from '../orchestrator/score.ts'
import { electionOfRow } from '../orchestrators/election-of-row.ts'
import { useOwnDelegate } from '../staking/use-own-delegate.ts'
import { questionOf, totalOf } from '../yield/question.ts'
import type { QuestionSearch } from '../yield/question-search.ts'
import { type ForecastBasis, useForecastBasis } from '../yield/use-forecast-basis.ts'
import type { Listed, OrchestratorRow } from './listed.ts'

interface ListedAnswer {
  readonly list: readonly Listed[] | undefined
  readonly basis: ForecastBasis | undefined
  readonly problem: string | undefined
}

/** Every orchestrator with its figures, those of this reader's question among them. */
export function useListed({ principal, rounds, inflation, tokenPrice }: QuestionSearch): ListedAnswer {
  const { rows: unnamed, problem } = useAll('/v1/orchestrators')
  const rows = useOnceNamed(unnamed)
  const { data: basis, problem: basisProblem } = useForecastBasis()
  const { status } = useStatus()
  const delegate = useOwnDelegate()
  const names = useNames(useMemo(() => rows?.map(({ address }) => address) ?? [], [rows]))
  const list = useMemo(() => {
    if (!rows || !basis) return undefined
    const question = questionOf({ principal, rounds, inflation })
    const forecastOf = createForecaster(basis.network, question)
    const seenBy = new Map(status?.orchestrators.map((seen) => [seen.address.toLowerCase(), seen]))
    return rows.map((row): Listed => {
      const forecast = isInPool(row) ? forecastOf(readOrchestrator(row)) : undefined
      return {
        ...known(row, { currentRound: basis.network.round, seen: seenBy.get(row.address) }),
        name: names.get(row.address),
        forecast,
        total: forecast && totalOf(forecast, { principalWei: question.principalWei, tokenPrice }),
        isOwn: row.address === delegate,
      }
    })
  }, [rows, basis, status?.orchestrators, delegate, names, principal, rounds, inflation, tokenPrice])
  return { list, basis, problem: problem ?? basisProblem }
}

function known(
  row: OrchestratorRow,
  { currentRound, seen }: { readonly currentRound: number; readonly seen: StatusOrchestrator | undefined },
) {
  const election = electionOfRow(row, currentRound)
  const hasOwnStake = election !== 'unregistered' && row.delegatedStakeWei > 0n
  return {
    ...{ row, election, seen },
    isNew: isNew(row),
    ownShare: hasOwnStake ? partOf(row.ownStakeWei, row.delegatedStakeWei) : undefined,
    price: seen?.price,
    score: seen && scoreOf(seen),
  }
}
