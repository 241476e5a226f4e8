import type { Hex } from '@millrace/crypto'
import { expect, test } from 'vitest'
import { gatewaySigner, strangerSigner } from '../test/fixtures.ts'
import { MemoryNonceStore, type NonceUse } from './nonces.ts'

const hash = (n: number): Hex => `0x${n.toString(16).padStart(64, 'a')}`

function use(senderNonce: number, changes: Partial<NonceUse> = {}): NonceUse {
  return {
    sender: gatewaySigner.address,
    recipientRandHash: hash(1),
    senderNonce,
    expirationBlock: 10n,
    ...changes,
  }
}

test('a nonce is claimed once under one secret number', () => {
  const store = new MemoryNonceStore()
  expect(store.claim(use(1))).toBe('claimed')
  expect(store.claim(use(1))).toBe('seen')
  expect(store.claim(use(1, { recipientRandHash: hash(1).toUpperCase().replace('0X', '0x') as Hex }))).toBe(
    'seen',
  )
  expect(store.claim(use(0))).toBe('claimed')
  expect(store.claim(use(1, { recipientRandHash: hash(2) }))).toBe('claimed')
})

test('nonces may come in any order, up to their number', () => {
  const store = new MemoryNonceStore({ maxNoncesPerRand: 3 })
  expect([9, 2, 0xffff_ffff, 5, 2].map((nonce) => store.claim(use(nonce)))).toEqual([
    'claimed',
    'claimed',
    'claimed',
    'full',
    'seen',
  ])
})

test('a claim that is undone can be made again', () => {
  const store = new MemoryNonceStore({ maxRands: 1 })
  store.claim(use(1))
  store.release(use(1))
  expect(store.claim(use(1, { recipientRandHash: hash(2) }))).toBe('claimed')
  store.release(use(7))
  store.release(use(1, { recipientRandHash: hash(3) }))
  expect(store.claim(use(1, { recipientRandHash: hash(2) }))).toBe('seen')
})

test('params are forgotten after their expiration, not before', () => {
  const store = new MemoryNonceStore()
  store.claim(use(1))
  store.prune(10n)
  expect(store.claim(use(1))).toBe('seen')
  store.prune(11n)
  expect(store.claim(use(1))).toBe('claimed')
})

test('one sender cannot use up the room of another', () => {
  const store = new MemoryNonceStore({ maxRandsPerSender: 2, maxRands: 3 })
  const from = (sender: `0x${string}`, n: number) =>
    store.claim(use(1, { sender, recipientRandHash: hash(n) }))
  expect([1, 2, 3].map((n) => from(gatewaySigner.address, n))).toEqual(['claimed', 'claimed', 'full'])
  expect([4, 5].map((n) => from(strangerSigner.address, n))).toEqual(['claimed', 'full'])
  store.prune(11n)
  expect([6, 7, 8].map((n) => from(gatewaySigner.address, n))).toEqual(['claimed', 'claimed', 'full'])
})
