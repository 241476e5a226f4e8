import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { silentLogger } from '@millrace/common'
import { type Address, localSigner } from '@millrace/crypto'
import { signTicket, type Ticket, ticketBrokerScheme, type WinningTicket } from '@millrace/payments'
import { ForeignTicketError, TicketRefusedError } from '@millrace/wire'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { WinnerStore } from '../redemption/winner-store.ts'
import { openRedeemerDatabase } from './schema.ts'
import { TicketIntake } from './ticket-intake.ts'

const signer = localSigner(`0x${'22'.repeat(32)}`)
const recipient: Address = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8'
const scheme = ticketBrokerScheme({ contract: recipient, chainId: 1n })

async function makeWinner(changes: Partial<Ticket> = {}): Promise<WinningTicket> {
  const ticket: Ticket = {
    sender: signer.address,
    recipient,
    faceValueWei: 1_000n,
    winProb: 2n ** 256n - 1n,
    senderNonce: 1,
    recipientRandHash: scheme.recipientRandHash(5n),
    creationRound: 1n,
    creationRoundBlockHash: `0x${'cd'.repeat(32)}`,
    ...changes,
  }
  return {
    ticket,
    signature: await signTicket(scheme, ticket, signer),
    recipientRand: 5n,
    paramsExpirationBlock: 100n,
  }
}

let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'millrace-intake-'))
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

function scene({ maxWaiting = 2 }: { maxWaiting?: number } = {}) {
  const database = openRedeemerDatabase(dataDir)
  const winners = new WinnerStore(database)
  const intake = new TicketIntake(
    { recipient, maxWaiting },
    { winners, scheme, block: () => 50n, clock: { nowMs: () => 1 }, log: silentLogger() },
  )
  return { winners, intake, [Symbol.dispose]: () => database.close() }
}

test('a ticket that is handed over twice counts once, also when it was redeemed meanwhile', async () => {
  using stage = scene()
  const winner = await makeWinner()
  expect(stage.intake.take(winner)).toBe(true)
  expect(stage.intake.take(winner)).toBe(false)
  const [stored] = stage.winners.waiting()
  if (!stored) throw new Error('One waits.')
  stage.winners.markRedeemed(stored.ticketHash, { txHash: undefined, paidWei: 1_000n })
  expect(stage.intake.take(winner)).toBe(false)
  expect(stage.winners.totals()).toMatchObject({ ticketsWon: 1, ticketsRedeemed: 1, ticketsWaiting: 0 })
})

test('error: what pays somebody else, did not win or is signed by nobody is not taken', async () => {
  using stage = scene()
  const winner = await makeWinner()
  const refusal = (changed: WinningTicket) => {
    try {
      stage.intake.take(changed)
    } catch (error) {
      return error
    }
    return undefined
  }
  expect(refusal(await makeWinner({ recipient: signer.address }))).toBeInstanceOf(ForeignTicketError)
  for (const changed of [
    { ...winner, recipientRand: 6n },
    { ...winner, signature: new Uint8Array(65) },
    { ...winner, ticket: { ...winner.ticket, faceValueWei: 2_000n } },
    await makeWinner({ winProb: 0n }),
    { ...winner, paramsExpirationBlock: 10n ** 30n },
  ])
    expect(refusal(changed)).toBeInstanceOf(TicketRefusedError)
  expect(stage.winners.totals().ticketsWon).toBe(0)
})

test('error: a full queue refuses further tickets', async () => {
  using stage = scene({ maxWaiting: 1 })
  stage.intake.take(await makeWinner())
  const second = await makeWinner({ senderNonce: 2 })
  expect(() => stage.intake.take(second)).toThrow(/too many tickets/)
})
