import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bytesToHex, keccak256 } from '@millrace/crypto'
import { Balances, createPrice, Fraction, SpendingLedger, type WinningTicket } from '@millrace/payments'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { GatewayLedger } from '../../src/gateway/store/gateway-ledger.ts'
import { openGatewayDatabase } from '../../src/gateway/store/schema.ts'
import { PaymentLedger } from '../../src/orchestrator/payments/payment-ledger.ts'
import { openOrchestratorDatabase } from '../../src/orchestrator/store/schema.ts'
import { WinnerStore } from '../../src/redemption/winner-store.ts'
import { crashImages, walBytes } from './crash-images.ts'

const sender = '0x1111111111111111111111111111111111111111'
const recipient = '0x2222222222222222222222222222222222222222'
const randHash = `0x${'5a'.repeat(32)}` as const
const account = { peer: sender, sessionId: 'a' } as const
const pageBytes = 4_096
const payments = 12
const ticketsPerPayment = 5
const ticketWei = Fraction.of(1n, 3n)

let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'millrace-ledger-'))
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

function openBooks(folder: string) {
  const database = openOrchestratorDatabase(folder)
  const winners = new WinnerStore(database)
  const balances = new Balances()
  const toStored = (winner: WinningTicket) => ({
    ...winner,
    ticketHash: bytesToHex(keccak256(Buffer.from(`${winner.ticket.senderNonce}`))),
    receivedAtMs: 0,
  })
  const ledger = new PaymentLedger({ database, winners, balances, toStored })
  return { database, winners, balances, ledger }
}

/** Of the nonces of a payment, the first wins. */
function noncesOf(payment: number): readonly number[] {
  return Array.from({ length: ticketsPerPayment }, (_, index) => payment * ticketsPerPayment + index + 1)
}

function winnerOf(senderNonce: number): WinningTicket {
  return {
    ticket: {
      sender,
      recipient,
      faceValueWei: 10n ** 18n,
      winProb: 1n << 240n,
      senderNonce,
      recipientRandHash: randHash,
      creationRound: 7n,
      creationRoundBlockHash: `0x${'cd'.repeat(32)}`,
    },
    signature: new Uint8Array(65).fill(1),
    recipientRand: 5n,
    paramsExpirationBlock: 100n,
  }
}

const use = (senderNonce: number) =>
  ({ sender, recipientRandHash: randHash, senderNonce, expirationBlock: 100n }) as const

test('whichever write an orchestrator dies at, each payment is there as a whole or not at all, and none that was answered is missing', async () => {
  const books = openBooks(dataDir)
  const path = join(dataDir, 'orchestrator.sqlite')
  const answeredAt: number[] = []
  for (let payment = 0; payment < payments; payment++) {
    const nonces = noncesOf(payment)
    for (const nonce of nonces) books.ledger.claim(use(nonce))
    await books.ledger.record({
      account,
      creditWei: ticketWei.times(BigInt(ticketsPerPayment)),
      winners: nonces.slice(0, 1).map(winnerOf),
      nonces: nonces.map(use),
      nowMs: 0,
    })
    answeredAt.push(walBytes(path))
  }
  const seen = new Set<number>()
  for (const { folder, bytes } of crashImages(path, { pageBytes })) {
    const found = openBooks(folder)
    const whole = Array.from({ length: payments }, (_, payment) => payment).filter((payment) =>
      noncesOf(payment).every((nonce) => found.ledger.claim(use(nonce)) === 'seen'),
    )
    const answered = answeredAt.filter((end) => end <= bytes).length
    expect(whole).toEqual(Array.from({ length: answered }, (_, payment) => payment))
    const left = found.database.prepare('SELECT count(*) AS n FROM nonces').get()?.n
    expect(left).toBe(whole.length * ticketsPerPayment)
    expect(found.winners.waiting().map(({ ticket }) => ticket.senderNonce)).toEqual(
      whole.map((payment) => noncesOf(payment)[0]),
    )
    const credit = ticketWei.times(BigInt(whole.length * ticketsPerPayment))
    expect(found.balances.balance(account, 0).equals(credit)).toBe(true)
    found.database.close()
    seen.add(whole.length)
  }
  expect(seen.size).toBe(payments + 1)
  books.database.close()
})

test('whichever write a gateway dies at, no nonce of a sent ticket is used again and no credit is believed in that was spent', async () => {
  const database = openGatewayDatabase(dataDir)
  const path = join(dataDir, 'gateway.sqlite')
  const ledger = new GatewayLedger(database)
  const spending = new SpendingLedger(ledger.balances)
  const ticketEvWei = Fraction.of(10n)
  const feeWei = Fraction.of(7n)
  // At each moment: how much of the log was written, the last nonce sent, and the credit that the orchestrator gives.
  const moments: { readonly bytes: number; readonly lastSent: number; readonly creditWei: Fraction }[] = []
  let credit = Fraction.zero
  let lastSent = 0
  const note = () => moments.push({ bytes: walBytes(path), lastSent, creditWei: credit })
  ledger.balances.fixPrice(account, createPrice(1n, 1n), 0)
  await ledger.save()
  for (let segment = 0; segment < payments; segment++) {
    note()
    const staged = spending.stage({ account, feeWei, ticketEvWei, nowMs: 0 })
    if (staged.ticketCount > 0) {
      const first = ledger.nonces.take(
        { recipientRandHash: randHash, expirationBlock: 100n },
        staged.ticketCount,
        0n,
      )
      lastSent = first + staged.ticketCount - 1
    }
    await ledger.save()
    // Sent, taken, worked off.
    credit = credit.plus(staged.newWei).minus(feeWei)
    note()
    staged.settle(feeWei, 0)
    await ledger.save()
  }
  note()
  for (const { folder, bytes } of crashImages(path, { pageBytes })) {
    const now = moments.findLast((moment) => moment.bytes <= bytes)
    if (!now) continue
    using found = openGatewayDatabase(folder)
    const after = new GatewayLedger(found)
    const next = after.nonces.take({ recipientRandHash: randHash, expirationBlock: 100n }, 1, 0n)
    expect(next).toBeGreaterThan(now.lastSent)
    expect(now.creditWei.isLessThan(after.balances.balance(account, 0))).toBe(false)
  }
  expect(lastSent).toBeGreaterThan(payments / 2)
  database.close()
})
