import { useEffect, useMemo, useState } from 'react'
import { type Fact, useAnswer } from '../../api/use-answer.ts'
import { type Found, foundOf } from './hits.ts'

/** A search begins once nothing was typed for so long. */
const pauseMs = 150
const mostLetters = 100

/** What the indexer finds for some words, once their writer pauses. */
export function useFound(words: string): Fact<readonly Found[]> & { readonly isLooking: boolean } {
  const wanted = words.trim().slice(0, mostLetters)
  const settled = useSettled(wanted)
  const enabled = settled !== ''
  const { data, ...fact } = useAnswer('/v1/search', { query: { q: settled } }, { enabled })
  const found = useMemo(() => data && foundOf(data.items), [data])
  return { ...fact, data: enabled ? found : undefined, isLooking: wanted !== settled || (enabled && !data) }
}

function useSettled(value: string): string {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = window.setTimeout(() => setSettled(value), pauseMs)
    return () => window.clearTimeout(timer)
  }, [value])
  return settled
}
