import { useEffect, useState } from 'react'

interface Sighting {
  readonly block: bigint
  /** ms since the Unix epoch. */
  readonly atMs: number
}

const keptSightings = 20
const leastSightings = 3

/** The pace at which blocks come, in seconds, as far as this page has seen; undefined before it has seen a few. */
export function useBlockTime(block: bigint): number | undefined {
  const [seen, setSeen] = useState<readonly Sighting[]>([])
  useEffect(() => {
    setSeen((before) => {
      const last = before.at(-1)
      if (last?.block === block) return before
      // The chain may have been begun anew.
      const kept = last !== undefined && block < last.block ? [] : before
      return [...kept, { block, atMs: Date.now() }].slice(-keptSightings)
    })
  }, [block])
  return secondsPerBlock(seen)
}

export function secondsPerBlock(seen: readonly Sighting[]): number | undefined {
  const first = seen[0]
  const last = seen.at(-1)
  if (!first || !last || seen.length < leastSightings || last.block <= first.block) return undefined
  return (last.atMs - first.atMs) / 1_000 / Number(last.block - first.block)
}
