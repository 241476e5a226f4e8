import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { NonceUse } from '@millrace/payments'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openLedgerDatabase } from '../store/database.ts'
import { DurableNonceStore } from './durable-nonce-store.ts'

let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'millrace-nonces-'))
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

const use = (senderNonce: number, rand = 1, expirationBlock = 100n): NonceUse => ({
  sender: '0x1111111111111111111111111111111111111111',
  recipientRandHash: `0x${rand.toString(16).padStart(64, '0')}`,
  senderNonce,
  expirationBlock,
})

test('a nonce that was flushed is seen after a restart; one that was only claimed, or released, is not', async () => {
  using database = openLedgerDatabase(dataDir)
  const store = new DurableNonceStore(database)
  expect([store.claim(use(1)), store.claim(use(1)), store.claim(use(2))]).toEqual([
    'claimed',
    'seen',
    'claimed',
  ])
  store.release(use(2))
  await store.flush()
  store.claim(use(3))
  using other = new DatabaseSync(join(dataDir, 'ledger.sqlite'))
  const restarted = new DurableNonceStore(other)
  expect([restarted.claim(use(1)), restarted.claim(use(2)), restarted.claim(use(3))]).toEqual([
    'seen',
    'claimed',
    'claimed',
  ])
})

test('a nonce that was flushed can be released, and then be claimed after a restart', async () => {
  using database = openLedgerDatabase(dataDir)
  const store = new DurableNonceStore(database)
  store.claim(use(1))
  await store.flush()
  store.release(use(1))
  expect(new DurableNonceStore(database).claim(use(1))).toBe('claimed')
})

test('nonces of expired parameters leave memory and file', async () => {
  using database = openLedgerDatabase(dataDir)
  const store = new DurableNonceStore(database)
  store.claim(use(1, 1, 99n))
  store.claim(use(1, 2, 100n))
  await store.flush()
  store.prune(100n)
  expect(database.prepare('SELECT count(*) AS count FROM nonces').get()).toEqual({ count: 1 })
  expect([store.claim(use(1, 1, 99n)), store.claim(use(1, 2, 100n))]).toEqual(['claimed', 'seen'])
})

test('no sequence of payments and restarts lets a nonce be spent twice', async () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant('pay' as const), nonces: fc.array(fc.nat(8), { maxLength: 5 }) }),
    fc.record({ kind: fc.constant('restart' as const) }),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 20 }), async (steps) => {
      using database = new DatabaseSync(':memory:')
      database.exec(
        'CREATE TABLE nonces (rand_hash TEXT, sender TEXT, nonce INTEGER, expiration_block INTEGER, PRIMARY KEY (rand_hash, nonce))',
      )
      let store = new DurableNonceStore(database)
      const spent = new Set<number>()
      for (const one of steps) {
        if (one.kind === 'restart') store = new DurableNonceStore(database)
        else {
          for (const nonce of one.nonces) {
            expect(store.claim(use(nonce))).toBe(spent.has(nonce) ? 'seen' : 'claimed')
            spent.add(nonce)
          }
          await store.flush()
        }
      }
    }),
    { numRuns: 50 },
  )
})
