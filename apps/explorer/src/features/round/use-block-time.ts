import { useEffect, useState } from 'react'
import { useAnswer } from '../../api/use-answer.ts'

interface Sighting {
  readonly block: bigint
  /** ms since the Unix epoch. */
  readonly atMs: number
}

const keptSightings = 20
const leastSightings = 3

/** Rounds whose length in time tells the pace before this page has seen any block come. */
const roundsBack = 6

/** The pace at which blocks come, in seconds: as far as this page has seen, before as the last rounds tell. */
export function useBlockTime(block: bigint, roundLength: bigint): number | undefined {
  const { data } = useAnswer('/v1/rounds', { query: { limit: roundsBack } })
  const seen = useSightings(block)
  return secondsPerBlock(seen) ?? secondsPerBlockOf(data?.items ?? [], Number(roundLength))
}

function useSightings(block: bigint): readonly Sighting[] {
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
  return seen
}

export function secondsPerBlock(seen: readonly Sighting[]): number | undefined {
  const first = seen[0]
  const last = seen.at(-1)
  if (!first || !last || seen.length < leastSightings || last.block <= first.block) return undefined
  return (last.atMs - first.atMs) / 1_000 / Number(last.block - first.block)
}

/** @param rounds the newest first, with the time of their beginning in ms */
export function secondsPerBlockOf(
  rounds: readonly { readonly round: number; readonly time: number }[],
  roundLength: number,
): number | undefined {
  const [newest, oldest] = [rounds[0], rounds.at(-1)]
  if (!newest || !oldest || newest.round <= oldest.round || roundLength === 0) return undefined
  return (newest.time - oldest.time) / 1_000 / (newest.round - oldest.round) / roundLength
}
