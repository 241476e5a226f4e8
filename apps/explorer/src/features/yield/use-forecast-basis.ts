import { useMemo } from 'react'
import type { RowOf } from '../../api/indexer.ts'
import { useAnswer } from '../../api/use-answer.ts'
import { useList } from '../../api/use-list.ts'
import type { NetworkInputs } from '../../yield/inputs.ts'
import { readNetwork } from '../../yield/read-inputs.ts'

/** Rounds that a forecast looks back on; the indexer counts reward calls over as many complete ones. */
const pastRounds = 91

export interface ForecastBasis {
  readonly network: NetworkInputs
  /** The youngest first. */
  readonly rounds: readonly RowOf<'/v1/rounds'>[]
  /** Mean length of a round in ms; undefined while there is but one. */
  readonly roundMs: number | undefined
}

interface Basis {
  readonly data: ForecastBasis | undefined
  readonly problem: string | undefined
}

/** What all forecasts are made from, besides each orchestrator's own record. */
export function useForecastBasis(): Basis {
  const overview = useAnswer('/v1/overview')
  const rounds = useList('/v1/rounds', { query: { limit: pastRounds } })
  const parameters = useList('/v1/parameters', { query: { limit: 500 } })
  const data = useMemo(() => {
    if (!overview.data || !rounds.rows || !parameters.rows) return undefined
    const past = rounds.rows.slice(0, pastRounds)
    const facts = { overview: overview.data, rounds: past, parameters: parameters.rows }
    return {
      network: readNetwork(facts),
      rounds: past,
      roundMs: meanRoundMs(past),
    }
  }, [overview.data, rounds.rows, parameters.rows])
  return { data, problem: overview.problem ?? rounds.problem ?? parameters.problem }
}

function meanRoundMs(rounds: readonly { readonly time: number }[]): number | undefined {
  const [youngest, oldest] = [rounds[0], rounds.at(-1)]
  if (!youngest || !oldest || rounds.length < 2) return undefined
  return (youngest.time - oldest.time) / (rounds.length - 1)
}
