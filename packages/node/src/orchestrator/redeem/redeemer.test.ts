import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BaseError, Emitter, silentLogger } from '@millrace/common'
import type { Hex } from '@millrace/crypto'
import type { SenderFacts } from '@millrace/payments'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { RedemptionRefusedError } from '../errors.ts'
import type { OrchestratorEvents, TicketLost, TicketRedeemed } from '../events.ts'
import { openOrchestratorDatabase } from '../store/schema.ts'
import { type StoredWinner, WinnerStore } from '../store/winner-store.ts'
import { Redeemer, type Redemption, type RedemptionChain } from './redeemer.ts'

class ChainDownError extends BaseError {
  readonly code = 'CHAIN_DOWN'
  override readonly retryable = true
}

const sender = '0x1111111111111111111111111111111111111111'
const winner = (number: number): StoredWinner => ({
  ticketHash: `0x${number.toString(16).padStart(64, '0')}`,
  receivedAtMs: number,
  ticket: {
    sender,
    recipient: '0x2222222222222222222222222222222222222222',
    faceValueWei: 1_000n,
    winProb: 1n,
    senderNonce: number,
    recipientRandHash: `0x${'ab'.repeat(32)}`,
    creationRound: 7n,
    creationRoundBlockHash: `0x${'cd'.repeat(32)}`,
  },
  signature: new Uint8Array(65),
  recipientRand: 1n,
  paramsExpirationBlock: 100n,
})

let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'millrace-redeemer-'))
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

/** A chain of a few lines: what is redeemed is used, and answers can be made to fail. */
function scene(overrides: Partial<RedemptionChain> = {}) {
  const used = new Set<Hex>()
  const view = {
    block: 101n,
    round: {
      number: 7n,
      isInitialized: true,
      isLocked: false,
      lastInitialized: 7n,
      startBlock: 0n,
      lengthBlocks: 50n,
    },
    isActive: true,
    gasPriceWei: 1n,
    facts: {
      depositWei: 10_000n,
      reserveRemainingWei: 10_000n,
      reserveClaimedInRoundWei: 0n,
      withdrawRound: 0n,
      claimedByRecipientWei: 0n,
      poolSize: 1n,
      pendingWei: 5_000n,
    } as SenderFacts,
    senderFacts: async () => view.facts,
  }
  const calls: Hex[] = []
  const chain: RedemptionChain = {
    isTicketUsed: async (hash) => used.has(hash),
    findRedemption: async () => undefined,
    redeem: async ({ ticketHash, ticket }): Promise<Redemption> => {
      calls.push(ticketHash)
      used.add(ticketHash)
      return { txHash: '0xaa', paidWei: ticket.faceValueWei }
    },
    ...overrides,
  }
  const database = openOrchestratorDatabase(dataDir)
  const winners = new WinnerStore(database)
  const events = new Emitter<OrchestratorEvents>()
  const redeemed: TicketRedeemed[] = []
  const lost: TicketLost[] = []
  events.on('ticketRedeemed', (event) => redeemed.push(event))
  events.on('ticketLost', (event) => lost.push(event))
  const redeemer = new Redeemer(
    { redeemGas: 10n, ticketValidityRounds: 2n },
    { view, chain, winners, events, log: silentLogger() },
  )
  return {
    view,
    chain,
    winners,
    redeemer,
    redeemed,
    lost,
    calls,
    used,
    [Symbol.dispose]: () => database.close(),
  }
}

test('winners are redeemed once their parameters have expired, each once', async () => {
  using stage = scene()
  stage.winners.add([winner(1), winner(2)])
  stage.view.block = 100n
  await stage.redeemer.run()
  expect(stage.calls).toEqual([])
  stage.view.block = 101n
  await stage.redeemer.run()
  await stage.redeemer.run()
  expect(stage.calls).toHaveLength(2)
  expect(stage.redeemed.map(({ paidWei }) => paidWei)).toEqual([1_000n, 1_000n])
  expect(stage.winners.totals()).toMatchObject({ ticketsWaiting: 0, ticketsRedeemed: 2, redeemedWei: 2_000n })
})

test('a ticket that was redeemed before a crash is taken over as the chain says', async () => {
  using stage = scene({ findRedemption: async () => ({ txHash: '0xbb', paidWei: 700n }) })
  stage.winners.add([winner(1)])
  stage.used.add(winner(1).ticketHash)
  await stage.redeemer.run()
  expect(stage.calls).toEqual([])
  expect(stage.redeemed).toMatchObject([{ txHash: '0xbb', paidWei: 700n }])
})

test('nothing is redeemed while the round is not initialised or the recipient is not active', async () => {
  using stage = scene()
  stage.winners.add([winner(1)])
  stage.view.round = { ...stage.view.round, isInitialized: false }
  await stage.redeemer.run()
  stage.view.round = { ...stage.view.round, isInitialized: true }
  stage.view.isActive = false
  await stage.redeemer.run()
  expect(stage.calls).toEqual([])
  stage.view.isActive = true
  await stage.redeemer.run()
  expect(stage.calls).toHaveLength(1)
})

test('what the sender cannot pay waits for funds instead of being lost', async () => {
  using stage = scene()
  stage.winners.add([winner(1), winner(2)])
  stage.view.facts = { ...stage.view.facts, depositWei: 500n, reserveRemainingWei: 600n }
  await stage.redeemer.run()
  expect(stage.calls).toHaveLength(1)
  expect(stage.winners.totals()).toMatchObject({ ticketsWaiting: 1, ticketsLost: 0 })
  stage.view.facts = { ...stage.view.facts, depositWei: 5_000n }
  await stage.redeemer.run()
  expect(stage.calls).toHaveLength(2)
})

test('a failure that passes is tried again after some blocks', async () => {
  let fails = 2
  using stage = scene()
  const { redeem } = stage.chain
  stage.chain.redeem = async (stored) => {
    if (fails-- > 0) throw new ChainDownError('no answer')
    return redeem(stored)
  }
  stage.winners.add([winner(1)])
  await stage.redeemer.run()
  await stage.redeemer.run()
  expect(fails).toBe(1)
  stage.view.block += 2n
  await stage.redeemer.run()
  stage.view.block += 4n
  await stage.redeemer.run()
  expect(stage.redeemed).toHaveLength(1)
})

test('error: a ticket that the contract refuses for good is told and kept as lost', async () => {
  using stage = scene({
    redeem: async ({ ticketHash }) => {
      throw new RedemptionRefusedError({ ticketHash, reason: 'it did not win' })
    },
  })
  stage.winners.add([winner(1)])
  await stage.redeemer.run()
  expect(stage.lost).toMatchObject([{ reason: expect.stringContaining('it did not win') }])
  expect(stage.winners.totals()).toMatchObject({ ticketsWaiting: 0, ticketsLost: 1 })
})

test('error: a ticket whose rounds are over is lost, unless it was redeemed', async () => {
  using stage = scene()
  stage.winners.add([winner(1), winner(2)])
  stage.used.add(winner(2).ticketHash)
  stage.view.round = { ...stage.view.round, number: 9n }
  await stage.redeemer.run()
  expect(stage.lost.map(({ ticketHash }) => ticketHash)).toEqual([winner(1).ticketHash])
  expect(stage.redeemed.map(({ ticketHash }) => ticketHash)).toEqual([winner(2).ticketHash])
})

test('closing does not wait for a chain that hangs', async () => {
  using stage = scene({ redeem: () => new Promise(() => {}) })
  stage.winners.add([winner(1)])
  stage.redeemer.run()
  await stage.redeemer.close({ graceMs: 1 })
  expect(stage.winners.totals().ticketsWaiting).toBe(1)
})
