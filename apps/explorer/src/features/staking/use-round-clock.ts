import { useRound } from '../../network/chain-facts.ts'
import { useBlockTime } from '../round/use-block-time.ts'

interface RoundClock {
  /** Undefined until the chain has answered. */
  readonly round: bigint | undefined
  /** Time until a round begins, in seconds; undefined while the pace of blocks is not known, 0 once it has begun. */
  readonly secondsUntil: (round: bigint) => number | undefined
}

/** When rounds begin, by the pace of blocks that was seen here. */
export function useRoundClock(): RoundClock {
  const { data } = useRound()
  const secondsPerBlock = useBlockTime(data?.block ?? 0n, data?.length ?? 0n)
  return {
    round: data?.number,
    secondsUntil: (round) => {
      if (!data || secondsPerBlock === undefined) return undefined
      const blocks = (round - data.number) * data.length - (data.block - data.startBlock)
      return blocks <= 0n ? 0 : Number(blocks) * secondsPerBlock
    },
  }
}
