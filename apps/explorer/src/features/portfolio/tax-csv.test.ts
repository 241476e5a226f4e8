import { expect, test } from 'vitest'
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
