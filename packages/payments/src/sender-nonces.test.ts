import fc from 'fast-check'
import { expect, test } from 'vitest'
import { NoncesExhaustedError } from './sender-errors.ts'
import { SenderNonces, type UsedNonces } from './sender-nonces.ts'

const paramsOf = (index: number, expirationBlock = 100n) =>
  ({ recipientRandHash: `0x${index.toString(16).padStart(64, 'A')}`, expirationBlock }) as const

test('nonces count up from 1 under each secret number', () => {
  const nonces = new SenderNonces({ maxNonce: 5 })
  expect([nonces.take(paramsOf(1), 2, 0n), nonces.take(paramsOf(1), 1, 0n)]).toEqual([1, 3])
  expect(nonces.take(paramsOf(2), 1, 0n)).toBe(1)
  expect([nonces.left(paramsOf(1)), nonces.left(paramsOf(2)), nonces.left(paramsOf(3))]).toEqual([2, 4, 5])
})

test('error: params that are used up refuse, and nothing is taken', () => {
  const nonces = new SenderNonces({ maxNonce: 5 })
  nonces.take(paramsOf(1), 4, 0n)
  expect(() => nonces.take(paramsOf(1), 2, 0n)).toThrow(NoncesExhaustedError)
  expect(nonces.take(paramsOf(1), 1, 0n)).toBe(5)
})

test('nonces of expired params are forgotten, on disk too', () => {
  const nonces = new SenderNonces()
  nonces.take(paramsOf(1, 10n), 1, 0n)
  nonces.take(paramsOf(2, 11n), 1, 0n)
  nonces.takeChanges()
  nonces.expire(10n)
  expect(nonces.size).toBe(1)
  expect(nonces.takeChanges()).toEqual({
    changed: [],
    forgotten: [paramsOf(1).recipientRandHash.toLowerCase()],
  })
})

test('whatever is taken, written late or not, and restarted, no nonce is used twice once its change was written', () => {
  const step = fc.oneof(
    fc.record({
      kind: fc.constant('take' as const),
      index: fc.nat(3),
      count: fc.integer({ min: 1, max: 4 }),
    }),
    fc.constant({ kind: 'write fails' as const }),
    fc.constant({ kind: 'restart' as const }),
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const disk = new Map<string, UsedNonces>()
      const sent = new Set<string>()
      let nonces = new SenderNonces()
      for (const one of steps) {
        if (one.kind === 'restart') {
          nonces = new SenderNonces()
          nonces.restore(disk.values())
        } else if (one.kind === 'write fails') {
          nonces.giveBack(nonces.takeChanges())
        } else {
          const first = nonces.take(paramsOf(one.index), one.count, 0n)
          // Written first, then sent.
          for (const used of nonces.takeChanges().changed) disk.set(used.recipientRandHash, used)
          for (let nonce = first; nonce < first + one.count; nonce++) {
            expect(sent.has(`${one.index} ${nonce}`)).toBe(false)
            sent.add(`${one.index} ${nonce}`)
          }
        }
      }
    }),
  )
})
