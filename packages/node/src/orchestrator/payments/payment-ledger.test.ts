import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { bytesToHex, keccak256 } from '@millrace/crypto'
import { Balances, createPrice, Fraction, type PaymentEntry, type WinningTicket } from '@millrace/payments'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { WinnerStore } from '../../redemption/winner-store.ts'
import { openOrchestratorDatabase } from '../store/schema.ts'
import { PaymentLedger } from './payment-ledger.ts'

const sender = '0x1111111111111111111111111111111111111111'
const account = (sessionId: string) => ({ peer: sender, sessionId }) as const
const price = createPrice(3n, 7n)

let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'millrace-ledger-'))
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

/** A ledger with all that it stands on, as after a start. */
class Books {
  readonly database: DatabaseSync
  readonly winners: WinnerStore
  readonly balances = new Balances({ idleMs: 1_000 })
  readonly ledger: PaymentLedger

  constructor() {
    this.database = openOrchestratorDatabase(dataDir)
    this.winners = new WinnerStore(this.database)
    const toStored = (winner: WinningTicket) => ({ ...winner, ticketHash: hashOf(winner), receivedAtMs: 0 })
    const { database, winners, balances } = this
    this.ledger = new PaymentLedger({ database, winners, balances, toStored })
  }

  balanceOf(sessionId: string): string {
    const { numerator, denominator } = this.balances.balance(account(sessionId), 0).reduced()
    return `${numerator}/${denominator}`
  }

  [Symbol.dispose](): void {
    this.database.close()
  }
}

function hashOf({ ticket }: WinningTicket) {
  return bytesToHex(keccak256(Buffer.from(`${ticket.recipientRandHash}${ticket.senderNonce}`)))
}

const use = (senderNonce: number, expirationBlock = 100n) =>
  ({ sender, recipientRandHash: `0x${'5a'.repeat(32)}`, senderNonce, expirationBlock }) as const

function winnerOf(senderNonce: number): WinningTicket {
  return {
    ticket: {
      sender,
      recipient: '0x2222222222222222222222222222222222222222',
      faceValueWei: 10n ** 18n,
      winProb: 1n << 240n,
      senderNonce,
      recipientRandHash: `0x${'5a'.repeat(32)}`,
      creationRound: 7n,
      creationRoundBlockHash: `0x${'cd'.repeat(32)}`,
    },
    signature: new Uint8Array(65).fill(1),
    recipientRand: 5n,
    paramsExpirationBlock: 100n,
  }
}

function entryOf(sessionId: string, nonces: readonly number[], wins: readonly number[] = []): PaymentEntry {
  return {
    account: account(sessionId),
    creditWei: Fraction.of(BigInt(nonces.length), 3n),
    winners: wins.map(winnerOf),
    nonces: nonces.map((nonce) => use(nonce)),
    nowMs: 0,
  }
}

test('a payment is there after a crash as soon as it is recorded: credit, fixed price, nonces and winners', async () => {
  {
    using books = new Books()
    books.balances.fixPrice(account('a'), price, 0)
    expect(books.ledger.claim(use(1))).toBe('claimed')
    await books.ledger.record(entryOf('a', [1, 2], [2]))
    expect(books.balanceOf('a')).toBe('2/3')
  }
  using after = new Books()
  expect(after.balanceOf('a')).toBe('2/3')
  expect(after.balances.fixedPrice(account('a'), 0)).toEqual(price)
  expect([after.ledger.claim(use(1)), after.ledger.claim(use(3))]).toEqual(['seen', 'claimed'])
  expect(after.winners.waiting().map(({ ticket }) => ticket.senderNonce)).toEqual([2])
  expect(after.winners.totals().ticketsWon).toBe(1)
})

test('finished work is paid for once it is settled, and debt stays debt', async () => {
  {
    using books = new Books()
    await books.ledger.record(entryOf('a', [1]))
    books.balances.debit(account('a'), Fraction.of(1n), 0)
    await books.ledger.settle()
  }
  using after = new Books()
  expect(after.balanceOf('a')).toBe('-2/3')
})

test('a balance that was forgotten stays forgotten', async () => {
  {
    using books = new Books()
    await Promise.all([books.ledger.record(entryOf('a', [1])), books.ledger.record(entryOf('b', [2]))])
    books.balances.forget(account('a'))
    await books.ledger.settle()
  }
  using after = new Books()
  expect([after.balances.size, after.balanceOf('b')]).toEqual([1, '1/3'])
})

test('nonces of expired parameters leave the file', async () => {
  using books = new Books()
  await books.ledger.record({ ...entryOf('a', []), nonces: [use(1, 99n), use(2, 100n)] })
  books.ledger.prune(100n)
  await books.ledger.settle()
  expect(books.database.prepare('SELECT nonce FROM nonces').all()).toEqual([{ nonce: 2 }])
})

test('payments that come together share one transaction', async () => {
  using books = new Books()
  const changes = () => Number(books.database.prepare('PRAGMA data_version').get()?.data_version)
  using reader = openOrchestratorDatabase(dataDir)
  const seen = () => Number(reader.prepare('PRAGMA data_version').get()?.data_version)
  const before = seen()
  await Promise.all([1, 2, 3].map((nonce) => books.ledger.record(entryOf('a', [nonce]))))
  expect([seen() - before, changes() > 0]).toEqual([1, true])
})

describe('error: on a full disk', () => {
  test('nothing of a payment is entered, and it may come again', async () => {
    using books = new Books()
    books.balances.fixPrice(account('a'), price, 0)
    await books.ledger.record(entryOf('a', [1]))
    fill(books.database)
    const many = Array.from({ length: 2_000 }, (_, i) => i + 10)
    await expect(books.ledger.record(entryOf('a', many, many))).rejects.toThrow(/full/)
    expect([books.balanceOf('a'), books.winners.totals().ticketsWon]).toEqual(['1/3', 0])
    books.database.exec('PRAGMA max_page_count = 1000000')
    await books.ledger.record(entryOf('a', many, many))
    expect([books.balanceOf('a'), books.winners.totals().ticketsWon]).toEqual(['667/1', 2_000])
  })

  test('a debit that could not be written is written with the next one', async () => {
    {
      using books = new Books()
      await books.ledger.record(entryOf('a', [1]))
      fill(books.database)
      for (let i = 0; i < 2_000; i++) books.balances.debit(account(`session ${i}`), Fraction.of(1n), 0)
      await expect(books.ledger.settle()).rejects.toThrow(/full/)
      books.database.exec('PRAGMA max_page_count = 1000000')
      await books.ledger.settle()
    }
    using after = new Books()
    expect([after.balances.size, after.balanceOf('session 7')]).toEqual([2_001, '-1/1'])
  })
})

test('whatever is paid, worked off, forgotten and restarted, memory and file say the same', async () => {
  const session = fc.constantFrom('a', 'b', 'c')
  const step = fc.oneof(
    fc.record({ kind: fc.constant('pay' as const), session, nonces: fc.array(fc.nat(30), { maxLength: 4 }) }),
    fc.record({ kind: fc.constant('work' as const), session, wei: fc.bigInt({ min: 0n, max: 9n }) }),
    fc.record({ kind: fc.constant('forget' as const), session }),
    fc.record({ kind: fc.constant('restart' as const) }),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      rmSync(dataDir, { recursive: true, force: true })
      dataDir = mkdtempSync(join(tmpdir(), 'millrace-ledger-'))
      const model = new Map<string, Fraction>()
      const spent = new Set<number>()
      let books = new Books()
      for (const one of steps) {
        if (one.kind === 'restart') {
          books.database.close()
          books = new Books()
        } else if (one.kind === 'pay') {
          const fresh = one.nonces.filter((nonce) => books.ledger.claim(use(nonce)) === 'claimed')
          for (const nonce of fresh) expect(spent.has(nonce)).toBe(false)
          for (const nonce of fresh) spent.add(nonce)
          await books.ledger.record(entryOf(one.session, fresh))
          add(model, one.session, Fraction.of(BigInt(fresh.length), 3n))
        } else if (one.kind === 'work') {
          books.balances.debit(account(one.session), Fraction.of(one.wei, 7n), 0)
          await books.ledger.settle()
          add(model, one.session, Fraction.of(-one.wei, 7n))
        } else {
          books.balances.forget(account(one.session))
          await books.ledger.settle()
          model.delete(one.session)
        }
        for (const [id, wei] of model) {
          expect(books.balances.balance(account(id), 0).equals(wei)).toBe(true)
        }
      }
      books.database.close()
    }),
    { numRuns: 30 },
  )
})

function add(model: Map<string, Fraction>, sessionId: string, wei: Fraction): void {
  model.set(sessionId, (model.get(sessionId) ?? Fraction.zero).plus(wei))
}

/** No page more than there are. */
function fill(database: DatabaseSync): void {
  const pages = Number(database.prepare('PRAGMA page_count').get()?.page_count)
  database.exec(`PRAGMA max_page_count = ${pages + 2}`)
}
