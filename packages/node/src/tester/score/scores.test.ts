import fc from 'fast-check'
import { expect, test } from 'vitest'
import { scoresOf } from './scores.ts'

const share = fc.double({ min: 0, max: 1, noNaN: true })
const ms = fc.double({ min: 1, max: 1e7, noNaN: true })

test('every figure is from 0 to 1, and none makes the score better than success and latency do', () => {
  fc.assert(
    fc.property(
      fc.nat(500),
      share,
      ms,
      ms,
      fc.nat(50),
      share,
      fc.option(share),
      (segments, part, durationMs, roundTripMs, looked, fine, honest) => {
        const good = Math.floor(segments * part)
        const lookedGood = Math.floor(looked * fine)
        const seen = {
          segments,
          good,
          durationMs,
          roundTripMs,
          looked,
          lookedGood,
          honesty: honest ?? undefined,
        }
        const { successRate, latencyScore, quality = 1, honesty = 1, score } = scoresOf(seen)
        for (const figure of [successRate, latencyScore, quality, honesty, score]) {
          expect(figure).toBeGreaterThanOrEqual(0)
          expect(figure).toBeLessThanOrEqual(1)
        }
        expect(score).toBeLessThanOrEqual(successRate * latencyScore)
      },
    ),
  )
})

test('a segment’s duration of round trip is worth 0.63, what is not known changes nothing', () => {
  const seen = { segments: 4, good: 2, durationMs: 4_000, roundTripMs: 4_000, looked: 0, lookedGood: 0 }
  const { score, quality } = scoresOf({ ...seen, honesty: undefined })
  expect([score, quality]).toEqual([0.5 * (1 - Math.exp(-1)), undefined])
})
