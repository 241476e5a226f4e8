import { h264Profile } from '@millrace/media'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { judgeClock } from './check-clock.ts'
import { suggest } from './suggestion.ts'

const nowMs = 1_800_000_000_000
const ladder = [h264Profile({ name: 'p', widthPx: 100, heightPx: 100, bitrateBps: 1, fps: 30 })]

test.each([
  ['good', {}],
  ['good', { endpointMs: nowMs + 4_000, blockMs: nowMs - 60_000 }],
  ['warning', { endpointMs: nowMs - 6_000 }],
  ['problem', { endpointMs: nowMs + 31_000 }],
  ['problem', { blockMs: nowMs + 16_000 }],
  ['warning', { blockMs: nowMs - 601_000 }],
])('a clock is %s when the chain says %j', (state, facts) => {
  const finding = judgeClock({ nowMs, endpointMs: undefined, blockMs: undefined, ...facts })
  expect(finding.state).toBe(state)
  expect(finding.advice !== undefined).toBe(state !== 'good')
})

test('capacity, sessions and the price at which a machine pays for itself follow from what was measured', () => {
  const options = {
    measuredPixelsPerSecond: 1_000_000,
    share: 0.9,
    ladder,
    costPerHourUsd: 0.81,
    utilisation: 0.5,
  }
  expect(suggest(options)).toEqual({
    capacityPixelsPerSecond: 900_000,
    sessions: 3,
    pricePerPixel: { usd: '500.000000', pixels: '1000000000000' },
  })
  expect(suggest({ ...options, costPerHourUsd: undefined }).pricePerPixel).toBeUndefined()
})

test('a suggested price pays for the machine, whatever it costs', () => {
  const dollars = fc.integer({ min: 1, max: 100_000 })
  const pixels = fc.integer({ min: 100_000, max: 2_000_000_000 })
  fc.assert(
    fc.property(dollars, pixels, (cents, measuredPixelsPerSecond) => {
      const costPerHourUsd = cents / 100
      const options = { measuredPixelsPerSecond, share: 0.8, ladder, costPerHourUsd, utilisation: 0.5 }
      const { pricePerPixel, capacityPixelsPerSecond } = suggest(options)
      const earned = (Number(pricePerPixel?.usd) / 1e12) * capacityPixelsPerSecond * 3_600 * 0.5
      expect(Math.abs(earned / costPerHourUsd - 1)).toBeLessThan(0.01)
    }),
  )
})
