import type { FeedReading } from '@millrace/chain'
import { Fraction } from '@millrace/payments'
import { FeedRefusedError } from '../errors.ts'

export interface RateBounds {
  /** An answer of the feed that is older counts no more. */
  readonly maxAgeMs: number
}

/** Dollars for one ether, and when the feed had them. */
export interface Rate {
  readonly usdPerEther: Fraction
  readonly updatedAtMs: number
}

/** A clock that is so far behind the feed's is nothing to wonder at. */
const clockSkewMs = 10 * 60_000
/** A rate that moves by more within one reading needs a second reading that agrees. */
const jumpBound = Fraction.of(5n, 4n)
/** Two readings agree when they are so near each other. */
const agreement = Fraction.of(21n, 20n)
const maxDecimals = 36

/** The rate that prices in dollars are converted by: takes readings of a feed, and refuses those that make no sense. */
export class UsdRate {
  readonly #bounds: RateBounds
  #rate: Rate | undefined
  #doubtful: Fraction | undefined

  constructor(bounds: RateBounds) {
    this.#bounds = bounds
  }

  /** The last one taken, however old. */
  get rate(): Rate | undefined {
    return this.#rate
  }

  isCurrent(nowMs: number): boolean {
    return this.#rate !== undefined && nowMs - this.#rate.updatedAtMs <= this.#bounds.maxAgeMs
  }

  /**
   * @returns `doubtful` for a jump, which counts only once a second reading says about the same.
   * @throws {FeedRefusedError} for an answer that is not positive, too old, or of a time to come.
   */
  take({ answer, decimals, updatedAtMs }: FeedReading, nowMs: number): 'taken' | 'doubtful' {
    const refuse = (reason: string) => new FeedRefusedError({ reason, answer, updatedAtMs })
    if (answer <= 0n) throw refuse('the answer is not positive')
    if (decimals > maxDecimals) throw refuse(`it has ${decimals} decimals`)
    if (nowMs - updatedAtMs > this.#bounds.maxAgeMs) throw refuse('the answer is too old')
    if (updatedAtMs - nowMs > clockSkewMs) throw refuse('the answer is of a time to come')
    const usdPerEther = Fraction.of(answer, 10n ** BigInt(decimals))
    const last = this.#rate?.usdPerEther
    const isJump = last !== undefined && !isWithin(usdPerEther, last, jumpBound)
    const isConfirmed = this.#doubtful !== undefined && isWithin(usdPerEther, this.#doubtful, agreement)
    if (isJump && !isConfirmed) {
      this.#doubtful = usdPerEther
      return 'doubtful'
    }
    this.#doubtful = undefined
    this.#rate = { usdPerEther, updatedAtMs }
    return 'taken'
  }
}

function isWithin(a: Fraction, b: Fraction, factor: Fraction): boolean {
  return !b.times(factor).isLessThan(a) && !a.times(factor).isLessThan(b)
}
