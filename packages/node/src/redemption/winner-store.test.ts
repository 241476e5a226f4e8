import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { storedWinner } from '../../test/stored-winner.ts'
import { openDatabase } from '../state/database.ts'
import { redemptionTables, winnersTable } from './schema.ts'
import { WinnerStore } from './winner-store.ts'

let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'millrace-store-'))
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

const open = () => openDatabase(join(dataDir, 'winners.sqlite'), [winnersTable, redemptionTables])

test('a winner is in another reader’s view of the file as soon as add returns, exact to the last digit', () => {
  using database = open()
  const store = new WinnerStore(database)
  store.add([storedWinner(1)])
  using other = new DatabaseSync(join(dataDir, 'winners.sqlite'), { readOnly: true })
  expect(new WinnerStore(other).waiting()).toEqual([storedWinner(1)])
})

test('a winner counts once, goes from waiting to redeemed or lost once, and sums hold over a restart', () => {
  using database = open()
  const store = new WinnerStore(database)
  store.add([storedWinner(3), storedWinner(1)])
  store.add([storedWinner(2), storedWinner(2)])
  expect(store.waiting().map(({ ticket }) => ticket.senderNonce)).toEqual([1, 2, 3])
  expect(store.waitingWei('0x1111111111111111111111111111111111111111')).toBe(3n * 10n ** 18n)
  store.markRedeemed(storedWinner(1).ticketHash, { txHash: '0x12', paidWei: 5n })
  store.markRedeemed(storedWinner(1).ticketHash, { txHash: '0x12', paidWei: 5n })
  store.markLost(storedWinner(2).ticketHash, 'expired')
  store.markLost(storedWinner(1).ticketHash, 'expired')
  const totals = {
    ticketsWon: 3,
    ticketsWaiting: 1,
    ticketsRedeemed: 1,
    ticketsLost: 1,
    waitingWei: 10n ** 18n,
    redeemedWei: 5n,
  }
  expect(store.totals()).toEqual(totals)
  expect(new WinnerStore(database).totals()).toEqual(totals)
  store.add([storedWinner(1)])
  expect(store.totals()).toEqual(totals)
})

test('error: of winners that cannot all be stored none is', () => {
  using database = open()
  const store = new WinnerStore(database)
  const broken = { ...storedWinner(2), ticketHash: null as unknown as `0x${string}` }
  expect(() => store.add([storedWinner(1), broken])).toThrow()
  expect(store.waiting()).toEqual([])
  expect(store.totals().ticketsWon).toBe(0)
  store.add([storedWinner(1)])
  expect(store.waiting()).toHaveLength(1)
})
