import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ContractRevertError, type SignedTransaction, signedTransactionOf } from '@millrace/chain'
import { BaseError, Emitter, silentLogger } from '@millrace/common'
import type { Hex } from '@millrace/crypto'
import type { SenderFacts } from '@millrace/payments'
import { privateKeyToAccount } from 'viem/accounts'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openDatabase } from '../state/database.ts'
import type { RedemptionEvents, TicketLost, TicketRedeemed } from './events.ts'
import type { MinedRedemption, RedemptionChain } from './redemption-chain.ts'
import { RedemptionStore } from './redemption-store.ts'
import { redemptionTables, winnersTable } from './schema.ts'
import { WinnerRedeemer } from './winner-redeemer.ts'
import { type StoredWinner, WinnerStore } from './winner-store.ts'

class ChainDownError extends BaseError {
  readonly code = 'CHAIN_DOWN'
  override readonly retryable = true
}

const payer = privateKeyToAccount(`0x${'11'.repeat(32)}`)
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

const revert = () =>
  new ContractRevertError({ label: 'redeem', errorName: 'No', values: {}, sentence: 'no.', retryable: false })

/** A chain of a few lines: what is sent is mined at once and pays all of its tickets; answers can be made to fail. */
function scriptedChain() {
  const sent: { readonly hash: Hex; readonly winners: readonly StoredWinner[] }[] = []
  const state = {
    height: 10n,
    nonce: 0,
    isMining: true,
    blockHash: '0xb1' as Hex,
    hasBlock: true as boolean | undefined,
  }
  const prepared = new Map<Hex, readonly StoredWinner[]>()
  const mined = new Map<Hex, readonly StoredWinner[]>()
  const chain: RedemptionChain = {
    account: payer.address,
    isTicketUsed: async (hash) => [...mined.values()].flat().some(({ ticketHash }) => ticketHash === hash),
    isHopeless: async () => true,
    findRedemption: async () => undefined,
    check: async () => {},
    async prepare(winners, keep) {
      const raw = await payer.signTransaction({
        type: 'eip1559',
        chainId: 1,
        nonce: state.nonce++,
        gas: 10n,
        maxFeePerGas: 1n,
      })
      const signed = signedTransactionOf(raw)
      keep(signed)
      prepared.set(signed.hash, winners)
      return signed
    },
    reprice: async (signed) => signed,
    async broadcast({ hash }: SignedTransaction) {
      const winners = prepared.get(hash) ?? []
      sent.push({ hash, winners })
      if (state.isMining) mined.set(hash, winners)
      return true
    },
    async findMined(hashes): Promise<MinedRedemption | undefined> {
      const hash = hashes.find((one) => mined.has(one))
      if (hash === undefined) return undefined
      const paid = mined.get(hash) ?? []
      return {
        txHash: hash,
        blockHash: state.blockHash,
        height: 10n,
        paidWei: ({ ticketHash, ticket }) =>
          paid.some((one) => one.ticketHash === ticketHash) ? ticket.faceValueWei : undefined,
      }
    },
    hasBlock: async () => state.hasBlock,
    height: async () => state.height,
    minedNonces: async () => 0,
    hold() {},
    release() {},
  }
  return { chain, state, sent, mined, prepared }
}

function scene({ confirmations = 1n }: { confirmations?: bigint } = {}) {
  const script = scriptedChain()
  const view = {
    block: 101n,
    round: {
      number: 7n,
      isInitialized: true,
      isLocked: false,
      lastInitialized: 7n,
      startBlock: 0n,
      lengthBlocks: 500n,
    },
    isActive: true,
    gasPriceWei: 1n,
    latestGasPriceWei: 1n,
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
  const database = openDatabase(join(dataDir, 'redeemer.sqlite'), [winnersTable, redemptionTables])
  const winners = new WinnerStore(database)
  const redemptions = new RedemptionStore(database, winners)
  const events = new Emitter<RedemptionEvents>()
  const redeemed: TicketRedeemed[] = []
  const lost: TicketLost[] = []
  let reorgs = 0
  events.on('ticketRedeemed', (event) => redeemed.push(event))
  events.on('ticketLost', (event) => lost.push(event))
  events.on('redemptionReorged', () => reorgs++)
  const clock = { nowMs: () => 0 }
  const redeemer = new WinnerRedeemer(
    {
      redeemGas: 10n,
      batchTicketGas: 1n,
      batchGasLimit: 1_000n,
      ticketValidityRounds: 2n,
      maxGasPriceWei: 0n,
      confirmations,
      replaceAfterMs: 1_000_000,
      pollMs: 1_000_000,
    },
    { view, chain: script.chain, winners, redemptions, events, clock, log: silentLogger() },
  )
  const batches = () => script.sent.map((one) => one.winners.map(({ ticket }) => ticket.senderNonce))
  return {
    ...script,
    view,
    winners,
    redeemer,
    redeemed,
    lost,
    batches,
    reorgs: () => reorgs,
    async [Symbol.asyncDispose]() {
      await redeemer.close()
      database.close()
    },
  }
}

test('winners are redeemed once their parameters have expired, each once', async () => {
  await using stage = scene()
  stage.winners.add([winner(1), winner(2)])
  stage.view.block = 100n
  await stage.redeemer.run()
  expect(stage.batches()).toEqual([])
  stage.view.block = 101n
  await stage.redeemer.run()
  await stage.redeemer.run()
  expect(stage.batches()).toEqual([[1, 2]])
  expect(stage.redeemed.map(({ paidWei }) => paidWei)).toEqual([1_000n, 1_000n])
  expect(stage.winners.totals()).toMatchObject({ ticketsWaiting: 0, ticketsRedeemed: 2, redeemedWei: 2_000n })
})

test('nothing is redeemed while the round is not initialised or the recipient is not active', async () => {
  await using stage = scene()
  stage.winners.add([winner(1)])
  stage.view.round = { ...stage.view.round, isInitialized: false }
  await stage.redeemer.run()
  stage.view.round = { ...stage.view.round, isInitialized: true }
  stage.view.isActive = false
  await stage.redeemer.run()
  expect(stage.batches()).toEqual([])
  stage.view.isActive = true
  await stage.redeemer.run()
  expect(stage.batches()).toEqual([[1]])
})

test('what the sender cannot pay waits for funds instead of being lost', async () => {
  await using stage = scene()
  stage.winners.add([winner(1), winner(2)])
  stage.view.facts = { ...stage.view.facts, depositWei: 500n, reserveRemainingWei: 600n }
  await stage.redeemer.run()
  expect(stage.batches()).toEqual([[1]])
  expect(stage.winners.totals()).toMatchObject({ ticketsWaiting: 1, ticketsLost: 0 })
  stage.view.facts = { ...stage.view.facts, depositWei: 5_000n }
  await stage.redeemer.run()
  expect(stage.batches()).toEqual([[1], [2]])
})

test('a failure that passes is tried again after some blocks', async () => {
  let fails = 2
  await using stage = scene()
  stage.chain.check = async () => {
    if (fails-- > 0) throw new ChainDownError('no answer')
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

test('a batch that the contract refuses as a whole is split until what spoils it stands alone', async () => {
  await using stage = scene()
  const { prepare } = stage.chain
  stage.chain.prepare = async (winners, keep) => {
    if (winners.some(({ ticket }) => ticket.senderNonce === 3)) throw revert()
    return prepare(winners, keep)
  }
  stage.winners.add([1, 2, 3, 4, 5].map(winner))
  await stage.redeemer.run()
  expect(stage.redeemed).toHaveLength(4)
  expect(stage.batches().flat().toSorted()).toEqual([1, 2, 4, 5])
  expect(stage.winners.totals()).toMatchObject({ ticketsWaiting: 1, ticketsLost: 0 })
})

test('a ticket that a batch passed over waits again, and is asked for before the next try', async () => {
  await using stage = scene()
  stage.state.isMining = false
  stage.winners.add([winner(1), winner(2)])
  await stage.redeemer.run()
  const [batch] = stage.sent
  if (!batch) throw new Error('A batch was sent.')
  stage.mined.set(batch.hash, [winner(1)])
  await stage.redeemer.run()
  expect(stage.redeemed.map(({ ticketHash }) => ticketHash)).toEqual([winner(1).ticketHash])
  expect(stage.winners.totals()).toMatchObject({ ticketsWaiting: 1, waitingWei: 1_000n })
  stage.state.isMining = true
  stage.view.block += 2n
  await stage.redeemer.run()
  expect(stage.batches()).toEqual([[1, 2], [2]])
})

test('a redemption is final only when deep enough; what is mined no longer counts as owed', async () => {
  await using stage = scene({ confirmations: 3n })
  stage.winners.add([winner(1)])
  await stage.redeemer.run()
  expect(stage.winners.totals()).toMatchObject({ ticketsWaiting: 1 })
  expect(stage.winners.waitingWei(sender)).toBe(0n)
  stage.state.height = 11n
  await stage.redeemer.run()
  expect(stage.redeemed).toEqual([])
  stage.state.height = 12n
  await stage.redeemer.run()
  expect(stage.redeemed).toHaveLength(1)
})

test('an endpoint that does not know a mined redemption is no reorganisation, unless its block is another one', async () => {
  await using stage = scene({ confirmations: 3n })
  stage.winners.add([winner(1)])
  await stage.redeemer.run()
  const all = [...stage.mined]
  stage.mined.clear()
  stage.state.isMining = false
  for (const known of [true, undefined]) {
    stage.state.hasBlock = known
    await stage.redeemer.run()
  }
  expect([stage.reorgs(), stage.winners.waitingWei(sender)]).toEqual([0, 0n])
  stage.state.hasBlock = false
  await stage.redeemer.run()
  expect([stage.reorgs(), stage.winners.waitingWei(sender)]).toEqual([1, 1_000n])
  for (const [hash, winners] of all) stage.mined.set(hash, winners)
  Object.assign(stage.state, { blockHash: '0xb2', hasBlock: true, height: 20n })
  await stage.redeemer.run()
  expect(stage.redeemed).toHaveLength(1)
  expect(stage.winners.totals()).toMatchObject({ ticketsRedeemed: 1, redeemedWei: 1_000n })
})

test('error: a ticket whose rounds are over is lost, unless it was redeemed', async () => {
  await using stage = scene()
  stage.winners.add([winner(1), winner(2)])
  stage.mined.set('0xaa', [winner(2)])
  stage.view.round = { ...stage.view.round, number: 9n }
  await stage.redeemer.run()
  expect(stage.lost.map(({ ticketHash, cause }) => [ticketHash, cause])).toEqual([
    [winner(1).ticketHash, 'expired'],
  ])
  expect(stage.redeemed.map(({ ticketHash }) => ticketHash)).toEqual([winner(2).ticketHash])
})

test('error: a disk that refuses to note a transaction keeps it from being sent', async () => {
  await using stage = scene()
  const { prepare } = stage.chain
  stage.chain.prepare = (winners) =>
    prepare(winners, () => {
      throw new Error('the disk is full')
    })
  stage.winners.add([winner(1)])
  await stage.redeemer.run()
  expect(stage.batches()).toEqual([])
  stage.chain.prepare = prepare
  stage.view.block += 2n
  await stage.redeemer.run()
  expect(stage.redeemed).toHaveLength(1)
})

test('closing does not wait for a chain that hangs', async () => {
  await using stage = scene()
  stage.chain.check = () => new Promise(() => {})
  stage.winners.add([winner(1)])
  stage.redeemer.run()
  await stage.redeemer.close({ graceMs: 1 })
  expect(stage.winners.totals().ticketsWaiting).toBe(1)
})
