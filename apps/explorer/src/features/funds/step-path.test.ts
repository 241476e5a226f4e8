import { expect, test } from 'vitest'
import { stepChart } from './step-path.ts'

const box = { width: 200, height: 40 }
const point = (block: number, deposit: bigint) => ({ block, deposit, reserve: 0n })

test('the line steps down inside its box and goes on until now', () => {
  expect(stepChart([point(0, 100n), point(10, 0n)], 20, box)).toEqual({
    line: 'M0.0 0.0H100.0V40.0H200.0',
    area: 'M0.0 0.0H100.0V40.0H200.0V40H0Z',
    firstBlock: 0,
    highest: 100n,
    lowest: 0n,
  })
})

test('small changes of great amounts are still seen', () => {
  const ether = 10n ** 18n
  const chart = stepChart([point(0, 100n * ether), point(5, 100n * ether - 1_000_000n)], 10, box)
  expect(chart?.line).toBe('M0.0 0.0H100.0V40.0H200.0')
})

test('one point, or none, is no line', () => {
  expect(stepChart([], 9, box)).toBeUndefined()
  expect(stepChart([point(1, 1n)], 9, box)).toBeUndefined()
})

test('points in one block, or ahead of the head, do not leave the box', () => {
  expect(stepChart([point(5, 1n), point(5, 1n)], 3, box)?.line).toBe('M0.0 0.0H0.0V0.0H200.0')
})
