import { useEffect, useState } from 'react'
import { useAnswer } from '../../api/use-answer.ts'
import { type Sighting, secondsPerBlock, secondsPerBlockOf } from './pace.ts'

const keptSightings = 20

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
