import { expect, test } from 'vitest'
import { readPrices } from '../../prices/price-history.ts'
import { taxCsv } from './tax-csv.ts'

const earned = {
  ...{ round: 7, delegate: '0xab', stakeWei: 10n ** 18n, rewardsWei: 1n, feesWei: 25n * 10n ** 16n },
  missedWei: 0n,
}

test('each round is a line with exact amounts and its time', () => {
  expect(taxCsv([earned], { symbol: 'MILL', timeOf: () => 0 })).toBe(
    'round,time,orchestrator,stake MILL,rewards MILL,fees ETH\r\n7,1970-01-01T00:00:00.000Z,0xab,1,0.000000000000000001,0.25\r\n',
  )
})

test('a round whose time is not known has none', () => {
  expect(taxCsv([earned], { symbol: 'MILL', timeOf: () => undefined })).toContain('\r\n7,,0xab,')
})

test('error: a token’s hostile name neither breaks a line nor begins a formula', () => {
  const [header = ''] = taxCsv([], { symbol: '",\n=1', timeOf: () => undefined }).split('\r\n')
  expect(header).toBe('round,time,orchestrator,"stake "",\n=1","rewards "",\n=1",fees ETH')
})

test('with prices each amount has its value of the day, and a day without a price has none', () => {
  const prices = readPrices({ currency: 'EUR', days: { '1970-01-01': { token: '2', ether: '2000.5' } } })
  const rounds = [earned, { ...earned, round: 6 }]
  const [header, first, second] = taxCsv(rounds, {
    ...{ symbol: 'MILL', prices, timeOf: (round: number) => (round === 7 ? 0 : 86_400_000) },
  }).split('\r\n')
  expect(header?.split(',').slice(6)).toEqual([
    ...['price MILL in EUR', 'rewards EUR', 'price ETH in EUR', 'fees EUR'],
  ])
  expect(first?.split(',').slice(6)).toEqual(['2', '0', '2000.5', '500.125'])
  expect(second?.split(',').slice(6)).toEqual(['', '', '', ''])
})
