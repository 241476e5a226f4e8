import { useState } from 'react'
import { ask } from '../../api/indexer.ts'
import { sentenceOf } from '../../format/errors.ts'
import { text } from '../../text/text.ts'
import { useUnits } from '../staking/units.ts'
import type { EarnedRound } from './explain.ts'
import { taxCsv } from './tax-csv.ts'

/** Everything that an account earned, as a file. */
export function TaxExport({ address }: { address: string }) {
  const { symbol } = useUnits()
  const [problem, setProblem] = useState<string>()
  const save = async () => {
    setProblem(undefined)
    try {
      const [earned, times] = await Promise.all([allEarned(address), roundTimes()])
      download(taxCsv(earned, { symbol, timeOf: (round) => times.get(round) }), `earnings-${address}.csv`)
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
        className="underline hover:text-ink"
      >
        {text.portfolio.earnings.csv}
      </button>
      {problem !== undefined && <span role="alert"> {problem}</span>}
    </>
  )
}

/** All rounds, however many: the indexer gives a thousand at a time. */
async function allEarned(address: string): Promise<readonly EarnedRound[]> {
  const earned: EarnedRound[] = []
  const { signal } = new AbortController()
  for (let to: number | undefined; ; ) {
    const parameters = { path: { address }, query: to === undefined ? {} : { to } }
    const { items } = await ask('/v1/delegators/{address}/earnings', parameters, signal)
    earned.push(...items)
    const last = items.at(-1)
    if (!last || last.round === 0) return earned
    to = last.round - 1
  }
}

/** When each round began, ms since the Unix epoch. */
async function roundTimes(): Promise<ReadonlyMap<number, number>> {
  const times = new Map<number, number>()
  const { signal } = new AbortController()
  for (let cursor: string | undefined; ; ) {
    const query = { limit: 1_000, ...(cursor === undefined ? {} : { cursor }) }
    const page = await ask('/v1/rounds', { query }, signal)
    for (const { round, time } of page.items) times.set(round, time)
    if (page.next === undefined) return times
    cursor = page.next
  }
}

function download(content: string, name: string): void {
  const url = URL.createObjectURL(new Blob([content], { type: 'text/csv' }))
  const link = document.createElement('a')
  Object.assign(link, { href: url, download: name })
  link.click()
  URL.revokeObjectURL(url)
}
