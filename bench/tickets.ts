/**
 * What taking tickets costs an orchestrator. Payments of 100 go through the recipient as in the node: ticket hash,
 * signature, secret number, whether it won, nonce, credit. By turns with it, in the same run: the bare recovery of a
 * public key by the same library, and the check of a ticket's signature alone as one writes it with viem.
 * `paymentOf100Ms` is what a segment waits for its payment of 100: header decoded, tickets taken, all of it on disk.
 */
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bytesToHex, hexToBytes, localSigner, secp256k1Backend } from '@millrace/crypto'
import {
  Balances,
  createPrice,
  MemoryNonceStore,
  type NonceStore,
  type Payment,
  type PaymentBook,
  type PaymentEntry,
  signTicket,
  TicketRecipient,
  ticketBrokerScheme,
  ticketOf,
  type WinningTicket,
} from '@millrace/payments'
import { createPayment, decodePaymentHeader, encodePaymentHeader, readPayment } from '@millrace/wire'
import { encodePacked, keccak256, recoverMessageAddress } from 'viem'
import { secp256k1 } from '../packages/crypto/src/secp256k1.ts'
import { personalMessageHash } from '../packages/crypto/src/signature.ts'
import { PaymentLedger } from '../packages/node/src/orchestrator/payments/payment-ledger.ts'
import { openOrchestratorDatabase } from '../packages/node/src/orchestrator/store/schema.ts'
import { WinnerStore } from '../packages/node/src/redemption/winner-store.ts'
import type { BenchContext } from './main.ts'

const turns = 7
const cpuMsPerTurn = 300
const ticketsPerPayment = 100
const scheme = ticketBrokerScheme({ contract: '0x00000000000000000000000000000000000000aA', chainId: 31337n })
const signer = localSigner('0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d')
const secret = new Uint8Array(randomBytes(32))
const price = createPrice(1_000n, 1n)
const session = { sessionId: 'a1b2c3d4', nowMs: 0 }

export default async function tickets({ log }: BenchContext): Promise<Record<string, unknown>> {
  const payments = await signedPayments(20)
  const rates = { full: [] as number[], bare: [] as number[], viem: [] as number[] }
  for (let turn = 0; turn < turns; turn++) {
    rates.bare.push(await perCpuSecond(bareRecoveries(payments)))
    rates.full.push(await perCpuSecond(() => takeAll(payments)))
    rates.viem.push(await perCpuSecond(() => checkWithViem(payments)))
    const last = [rates.full, rates.bare, rates.viem].map((list) => Math.round(list.at(-1) ?? 0))
    log(`turn ${turn + 1} of ${turns}: ${last.join(', ')} a CPU second (full, bare recovery, viem)`)
  }
  const full = median(rates.full)
  const bare = median(rates.bare)
  return {
    bench: 'tickets',
    backend: secp256k1Backend(),
    ticketsPerCpuSecond: Math.round(full),
    bareRecoversPerCpuSecond: Math.round(bare),
    shareOfBareRecover: Number((full / bare).toFixed(3)),
    ratioToViem: Number((full / median(rates.viem)).toFixed(1)),
    paymentOf100Ms: Number((await paymentMs(payments)).toFixed(2)),
  }
}

interface Books {
  readonly nonces: NonceStore
  readonly balances: Balances
  readonly book: PaymentBook
}

function booksInMemory(): Books {
  const balances = new Balances()
  const record = async ({ account, creditWei }: PaymentEntry) => void balances.credit(account, creditWei, 0)
  return { nonces: new MemoryNonceStore(), balances, book: { record } }
}

function recipientWith(books: Books): TicketRecipient {
  const facts = {
    depositWei: 10n ** 19n,
    reserveRemainingWei: 10n ** 19n,
    reserveClaimedInRoundWei: 0n,
    withdrawRound: 0n,
    claimedByRecipientWei: 0n,
    poolSize: 3n,
    pendingWei: 0n,
  }
  const head = {
    latestBlock: 1_000n,
    currentRound: 5n,
    gasPriceWei: 10n ** 8n,
    creationRounds: [{ creationRound: 5n, creationRoundBlockHash: `0x${'41'.repeat(32)}` as const }],
    isRecipientActive: true,
  }
  return new TicketRecipient(
    {
      scheme,
      recipient: '0x70997970C51812dc3A010C7d01b50e0d17dc79C8',
      secret,
      // The live network's defaults: one winner in a million and a half tickets.
      settings: {
        ticketEvWei: 8_000_000_000n,
        txCostMultiplier: 100,
        redeemGas: 1_200_000n,
        averageGasPriceWei: 3n * 10n ** 9n,
        maxFaceValueWei: 0n,
        ticketExpiryBlocks: 40n,
      },
    },
    {
      chain: { head: () => head, senderFacts: async () => facts },
      ...books,
      randomBytes: (length) => new Uint8Array(randomBytes(length)),
    },
  )
}

async function signedPayments(count: number): Promise<readonly Payment[]> {
  const recipient = recipientWith(booksInMemory())
  const payments: Payment[] = []
  for (let i = 0; i < count; i++) {
    const params = await recipient.issueParams(signer.address, price)
    const signed = []
    for (let senderNonce = 1; senderNonce <= ticketsPerPayment; senderNonce++) {
      const ticket = ticketOf(params, signer.address, senderNonce)
      signed.push({ senderNonce, signature: await signTicket(scheme, ticket, signer) })
    }
    payments.push({ sender: signer.address, params, tickets: signed, expectedPrice: price })
  }
  return payments
}

async function takeAll(payments: readonly Payment[]): Promise<number> {
  const recipient = recipientWith(booksInMemory())
  for (const payment of payments) {
    const { creditedTickets, error } = await recipient.receive(payment, session)
    if (creditedTickets !== ticketsPerPayment) throw error ?? new Error('A good ticket was refused.')
  }
  return payments.length * ticketsPerPayment
}

function bareRecoveries(payments: readonly Payment[]): () => Promise<number> {
  const signed = payments.flatMap(({ params, tickets: list }) =>
    list.map(({ senderNonce, signature }) => ({
      hash: personalMessageHash(scheme.hash(ticketOf(given(params), signer.address, senderNonce))),
      compact: signature.subarray(0, 64),
      recoveryId: signature[64] === 27 ? (0 as const) : (1 as const),
    })),
  )
  return async () => {
    for (const { hash, compact, recoveryId } of signed) secp256k1.recover(hash, compact, recoveryId)
    return signed.length
  }
}

/** A part of the payments only: it is that slow. */
async function checkWithViem(payments: readonly Payment[]): Promise<number> {
  const [{ params, tickets: signed } = { params: undefined, tickets: [] }] = payments
  for (const { senderNonce, signature } of signed) {
    const ticket = ticketOf(given(params), signer.address, senderNonce)
    const hash = keccak256(
      encodePacked(
        ['address', 'address', 'uint256', 'uint256', 'uint256', 'bytes32', 'bytes'],
        [
          ticket.recipient,
          ticket.sender,
          ticket.faceValueWei,
          ticket.winProb,
          BigInt(senderNonce),
          ticket.recipientRandHash,
          bytesToHex(scheme.auxData(ticket)),
        ],
      ),
    )
    const found = await recoverMessageAddress({
      message: { raw: hexToBytes(hash) },
      signature: bytesToHex(signature),
    })
    if (found !== signer.address) throw new Error('A good ticket was refused.')
  }
  return signed.length
}

/** Median time of one payment after another, from its header until it is on disk. */
async function paymentMs(payments: readonly Payment[]): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-tickets-'))
  try {
    using database = openOrchestratorDatabase(folder)
    const winners = new WinnerStore(database)
    const balances = new Balances()
    const toStored = (winner: WinningTicket) => ({
      ...winner,
      ticketHash: bytesToHex(scheme.hash(winner.ticket)),
      receivedAtMs: 0,
    })
    const ledger = new PaymentLedger({ database, winners, balances, toStored })
    const recipient = recipientWith({ nonces: ledger, balances, book: ledger })
    const headers = payments.map(({ params, tickets: signed }) =>
      encodePaymentHeader(
        createPayment({ sender: signer.address, params, tickets: signed, expectedPrice: price }),
      ),
    )
    const times: number[] = []
    for (const header of headers) {
      const start = performance.now()
      const message = decodePaymentHeader(header)
      if (message === undefined) throw new Error('The header is empty.')
      const { creditedTickets, error } = await recipient.receive(readPayment(message), session)
      times.push(performance.now() - start)
      if (creditedTickets !== ticketsPerPayment) throw error ?? new Error('A good ticket was refused.')
    }
    return median(times)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function perCpuSecond(work: () => Promise<number>): Promise<number> {
  let done = 0
  const start = process.cpuUsage()
  let cpuUs = 0
  while (cpuUs < cpuMsPerTurn * 1000) {
    done += await work()
    const { user, system } = process.cpuUsage(start)
    cpuUs = user + system
  }
  return (done * 1e6) / cpuUs
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}

function given<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('The payment has no params.')
  return value
}
