import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { storedWinner } from '../../test/stored-winner.ts'
import { openDatabase } from '../state/database.ts'
import { redemptionTables, winnersTable } from './schema.ts'
import { type ListedWinner, listWinners, type WinnerFilter } from './winner-list.ts'
import { type StoredWinner, WinnerStore } from './winner-store.ts'

let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'millrace-list-'))
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

const gateways = [
  '0x1111111111111111111111111111111111111111',
  '0x2222222222222222222222222222222222222222',
] as const

const winner = (number: number): StoredWinner =>
  storedWinner(number, {
    sender: gateways[number % 2 === 0 ? 0 : 1],
    faceValueWei: 10n ** 18n + BigInt(number),
  })

test('pages hold each winner that fits once, newest first, with what became of it', () => {
  using database = openDatabase(join(dataDir, 'winners.sqlite'), [winnersTable, redemptionTables])
  const store = new WinnerStore(database)
  store.add(Array.from({ length: 20 }, (_, number) => winner(number)))
  for (const number of [3, 4, 9])
    store.markRedeemed(winner(number).ticketHash, { txHash: `0x${'aa'.repeat(32)}`, paidWei: 5n })
  store.markLost(winner(10).ticketHash, 'its round is too old')
  const all = (filter: Omit<WinnerFilter, 'after'>): ListedWinner[] => {
    const found: ListedWinner[] = []
    for (let after: number | undefined; ; ) {
      const page = listWinners(database, { ...filter, after })
      expect(page.winners.length).toBeLessThanOrEqual(filter.limit)
      found.push(...page.winners)
      if (page.next === undefined) return found
      after = page.next
    }
  }
  const stateOf = (number: number) =>
    [3, 4, 9].includes(number) ? 'redeemed' : number === 10 ? 'lost' : 'waiting'
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 25 }),
      fc.constantFrom(undefined, 'waiting', 'redeemed', 'lost'),
      fc.constantFrom(undefined, ...gateways),
      (limit, state, gateway) => {
        const expected = Array.from({ length: 20 }, (_, number) => 19 - number).filter(
          (number) =>
            (state === undefined || stateOf(number) === state) &&
            (gateway === undefined || winner(number).ticket.sender === gateway),
        )
        const found = all({ limit, state, gateway })
        expect(found.map(({ ticketHash }) => Number(ticketHash))).toEqual(expected)
      },
    ),
  )
  expect(all({ limit: 9, state: 'lost' })).toMatchObject([
    { reason: 'its round is too old', paidWei: undefined },
  ])
  expect(all({ limit: 9, state: 'redeemed' })[0]).toMatchObject({
    faceValueWei: 10n ** 18n + 9n,
    paidWei: 5n,
    txHash: `0x${'aa'.repeat(32)}`,
  })
})
