import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createPrice, Fraction } from '@millrace/payments'
import { createCapabilities, type OrchestratorTerms } from '@millrace/wire'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { DataDirError } from '../../state/errors.ts'
import { asAttemptError } from '../sessions/attempt-failure.ts'
import { GatewayLedger } from './gateway-ledger.ts'
import { openGatewayDatabase } from './schema.ts'

const account = { peer: '0x1111111111111111111111111111111111111111', sessionId: 'a' } as const
const params = { recipientRandHash: `0x${'ab'.repeat(32)}`, expirationBlock: 100n } as const
const price = createPrice(3n, 7n)
const terms: OrchestratorTerms = {
  serviceUri: 'https://127.0.0.1:8935',
  address: account.peer,
  price,
  ticketParams: {
    recipient: account.peer,
    faceValueWei: 10n ** 18n,
    winProb: 2n ** 200n,
    ...params,
    seed: new Uint8Array(32).fill(1),
    creationRound: 5n,
    creationRoundBlockHash: `0x${'cd'.repeat(32)}`,
  },
  capabilities: createCapabilities({ capabilities: [0, 12], version: '0.9.1' }),
  authToken: { $typeName: 'net.AuthToken', token: new Uint8Array(32), sessionId: 'a', expiration: 2_000n },
  nodes: [],
  region: 'here',
}
const session = {
  streamId: 'live',
  orchestratorId: 'one',
  terms,
  initialPrice: price,
  price,
  usedAtMs: 1_000,
}

let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'millrace-gateway-ledger-'))
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

test('credit, nonces and sessions are there after a crash; a session is taken up once, with terms as they were', async () => {
  using database = openGatewayDatabase(dataDir)
  const ledger = new GatewayLedger(database)
  ledger.balances.settle(account, Fraction.of(-1n, 3n), 1_000)
  ledger.nonces.take(params, 7, 0n)
  ledger.sessions.keep(session)
  await ledger.save()
  using again = openGatewayDatabase(dataDir)
  const after = new GatewayLedger(again)
  expect(after.balances.balance(account, 1_000).equals(Fraction.of(-1n, 3n))).toBe(true)
  expect(after.nonces.take(params, 1, 0n)).toBe(8)
  expect(after.sessions.leftOf('live', 2_000)).toEqual(['one'])
  expect(after.sessions.leftOf('other', 2_000)).toEqual([])
  expect(after.sessions.takeUp(session, 2_000)).toMatchObject({
    terms: { ticketParams: terms.ticketParams },
    price,
  })
  expect(after.sessions.takeUp(session, 2_000)).toBeUndefined()
})

test('a session is not taken up when its token has expired or nobody used it for long, and leaves the file', async () => {
  using database = openGatewayDatabase(dataDir)
  const ledger = new GatewayLedger(database)
  ledger.sessions.keep(session)
  await ledger.save()
  for (const nowMs of [2_000_000, 601_001]) {
    const after = new GatewayLedger(database)
    expect(after.sessions.leftOf('live', nowMs)).toEqual([])
    expect(after.sessions.takeUp(session, nowMs)).toBeUndefined()
  }
  const after = new GatewayLedger(database)
  after.expire({ nowMs: 2_000_000, latestBlock: 0n })
  await after.save()
  expect(database.prepare('SELECT count(*) AS n FROM sessions').get()).toEqual({ n: 0 })
})

test('what has expired leaves the file', async () => {
  using database = openGatewayDatabase(dataDir)
  const ledger = new GatewayLedger(database)
  ledger.balances.settle(account, Fraction.of(1n), 0)
  ledger.nonces.take(params, 1, 0n)
  await ledger.save()
  ledger.expire({ nowMs: 600_001, latestBlock: 100n })
  await ledger.save()
  for (const table of ['balances', 'used_nonces']) {
    expect(database.prepare(`SELECT count(*) AS n FROM ${table}`).get()).toEqual({ n: 0 })
  }
})

test('error: what the disk does not take is told, blames no orchestrator, and is written later', async () => {
  using database = openGatewayDatabase(dataDir)
  const ledger = new GatewayLedger(database)
  ledger.nonces.take(params, 7, 0n)
  database.exec('PRAGMA query_only = ON')
  const error = await ledger.save().catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(DataDirError)
  expect(asAttemptError(error)).toMatchObject({ failure: 'STATE_UNWRITABLE', retryable: false })
  database.exec('PRAGMA query_only = OFF')
  await ledger.save()
  expect(new GatewayLedger(database).nonces.take(params, 1, 0n)).toBe(8)
})
