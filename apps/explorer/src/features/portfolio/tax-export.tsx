import { useState } from 'react'
import { ask } from '../../api/indexer.ts'
import { saveText } from '../../components/chart/chart-csv.ts'
import { sentenceOf } from '../../format/errors.ts'
import { useNetwork } from '../../network/network-context.tsx'
import { fetchPrices } from '../../prices/price-history.ts'
import { text } from '../../text/text.ts'
import { useUnits } from '../staking/units.ts'
import type { EarnedRound } from './explain.ts'
import { taxCsv } from './tax-csv.ts'

const said = text.portfolio.earnings.taxes

/** Everything that an account earned, as a file. */
export function TaxExport({ address }: { address: string }) {
  const { symbol } = useUnits()
  const { priceHistoryUrl } = useNetwork().config
  const [problem, setProblem] = useState<string>()
  const save = async () => {
    setProblem(undefined)
    try {
      const { signal } = new AbortController()
      const [earned, times, prices] = await Promise.all([
        allEarned(address, signal),
        roundTimes(signal),
        priceHistoryUrl === undefined ? undefined : fetchPrices(priceHistoryUrl, signal),
      ])
      const csv = taxCsv(earned, { symbol, prices, timeOf: (round) => times.get(round) })
      saveText(`earnings-${address}.csv`, 'text/csv', csv)
    } catch (error) {
      setProblem(sentenceOf(error))
    }
  }
  return (
    <>
      <button
        type="button"
        data-testid="tax-csv"
        onClick={() => void save()}
        title={priceHistoryUrl === undefined ? said.noFiat : said.fiat(new URL(priceHistoryUrl).host)}
        className="underline hover:text-ink"
      >
        {said.csv}
      </button>
      {problem !== undefined && <span role="alert"> {problem}</span>}
    </>
  )
}

/** All rounds, however many: the indexer gives a thousand at a time. */
async function allEarned(address: string, signal: AbortSignal): Promise<readonly EarnedRound[]> {
  const earned: EarnedRound[] = []
  for (let to: number | undefined; ; ) {
    const parameters = { path: { address }, query: to === undefined ? {} : { to } }
    const { items } = await ask('/v1/delegators/{address}/earnings', parameters, signal)
    earned.push(...items)
    const last = items.at(-1)
    if (!last || last.round === 0) return earned
    to = last.round - 1
  }
}

/** The most that the indexer gives. */
const roundsAtOnce = 500

/** When each round began, ms since the Unix epoch. */
async function roundTimes(signal: AbortSignal): Promise<ReadonlyMap<number, number>> {
  const times = new Map<number, number>()
  for (let cursor: string | undefined; ; ) {
    const query = { limit: roundsAtOnce, ...(cursor === undefined ? {} : { cursor }) }
    const page = await ask('/v1/rounds', { query }, signal)
    for (const { round, time } of page.items) times.set(round, time)
    if (page.next === undefined) return times
    cursor = page.next
  }
}
