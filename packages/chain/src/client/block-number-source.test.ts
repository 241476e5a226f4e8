import { expect, test } from 'vitest'
import { blockNumberKind, createBlockNumberSource, type RawHeader } from './block-number-source.ts'

const header: RawHeader = { number: '0x1234567', l1BlockNumber: '0x1334873' }

test('Arbitrum counts in L1 blocks, other chains in their own, and a setting overrides both', () => {
  expect(blockNumberKind(42_161)).toBe('l1-header')
  expect(blockNumberKind(31_337)).toBe('own')
  expect(blockNumberKind(1)).toBe('own')
  expect(blockNumberKind(1337, 'l1-header')).toBe('l1-header')
  expect(blockNumberKind(42_161, 'own')).toBe('own')
})

test('a source reads its own field of the header', async () => {
  const latestHeader = async () => header
  const l1 = createBlockNumberSource('l1-header', { latestHeader })
  const own = createBlockNumberSource('own', { latestHeader })
  expect(await l1.latest()).toBe(0x1334873n)
  expect(await own.latest()).toBe(0x1234567n)
})
