import type { StatusOrchestrator } from '@millrace/client'
import { expect, test } from 'vitest'
import { directoryOf } from './directory.ts'

const seen = (digit: number): StatusOrchestrator => ({
  address: `0x${String(digit).repeat(40)}`,
  serviceUri: 'https://127.0.0.1:8935',
  state: 'ready',
  segmentsDone: 0,
  segmentsFailed: 0,
  ticketsSent: 0,
  ticketValueWei: 0n,
})

test('a directory is made once for all rows that ask with the same facts', () => {
  const known = [seen(1)]
  expect(directoryOf(known)).toBe(directoryOf(known))
})

test('a directory follows its facts', () => {
  const other = seen(2)
  const unknown = directoryOf([seen(1)])(other.address)
  expect(directoryOf([seen(1), { ...other, region: 'us-east' }])(other.address)).toMatchObject({
    region: 'us-east',
    color: expect.not.stringMatching(unknown.color),
  })
})
