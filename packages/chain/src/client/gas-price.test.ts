import { expect, test } from 'vitest'
import { AveragedGasPrice } from './gas-price.ts'

function setup(prices: readonly (bigint | Error)[]) {
  let nowMs = 0
  let asked = 0
  const client = {
    getGasPrice: async () => {
      const price = prices[asked++] ?? 0n
      if (price instanceof Error) throw price
      return price
    },
  }
  const gas = new AveragedGasPrice(
    { sampleIntervalMs: 10, samples: 3 },
    { client, clock: { nowMs: () => nowMs } },
  )
  return { gas, asked: () => asked, wait: (ms: number) => (nowMs += ms) }
}

test('the price is the average of the last samples, taken when the last one is old', async () => {
  const { gas, asked, wait } = setup([10n, 20n, 60n, 100n])
  expect(await gas.wei()).toBe(10n)
  expect(await gas.wei()).toBe(10n)
  expect(asked()).toBe(1)
  wait(10)
  expect(await Promise.all([gas.wei(), gas.wei()])).toEqual([15n, 15n])
  expect(asked()).toBe(2)
  wait(10)
  expect(await gas.wei()).toBe(30n)
  wait(10)
  expect(await gas.wei()).toBe(60n)
})

test('the last average stays while the chain does not answer', async () => {
  const { gas, wait } = setup([10n, new Error('down')])
  await gas.wei()
  wait(10)
  expect(await gas.wei()).toBe(10n)
})

test('error: no sample at all', async () => {
  await expect(setup([new Error('down')]).gas.wei()).rejects.toThrow('down')
})
