import { bytesToHex, type Hex } from '@millrace/crypto'
import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import {
  countingBytes,
  gatewaySigner,
  recipientAddress,
  recipientHead,
  scheme,
  secret,
  senderFacts,
  settings,
  strangerSigner,
} from '../test/fixtures.ts'
import { account, pay, RecipientBench, session } from '../test/recipient-bench.ts'
import { Balances } from './balances.ts'
import {
  InvalidPriceError,
  NoReserveError,
  SenderUnlockingError,
  TicketParamsExpiredError,
  TooManyBalancesError,
} from './errors.ts'
import { Fraction } from './fraction.ts'
import { MemoryNonceStore } from './nonces.ts'
import { expectedValueWei } from './params.ts'
import type { Payment } from './payment.ts'
import { createPrice, freePrice } from './price.ts'
import { TicketRecipient } from './recipient.ts'
import {
  InvalidRecipientRandError,
  InvalidTicketRecipientError,
  InvalidTicketSenderError,
  InvalidTicketSignatureError,
  NonceSeenError,
  RecipientInactiveError,
  SenderMissingError,
  TooManyNoncesError,
  TooManyTicketsError,
} from './recipient-errors.ts'
import { MalformedTicketParamsError } from './sender-errors.ts'
import { type TicketParams, zeroHash } from './ticket.ts'

let bench = new RecipientBench()

beforeEach(() => {
  bench = new RecipientBench()
})

describe('faulty tickets', () => {
  test('error: what comes before a fault is credited, what comes after only processed', async () => {
    const { params, senderNonce } = await bench.drawn('wins')
    const others = [1001, 1002]
    const payment = await pay(params, [...others, senderNonce])
    const [first, second, third] = payment.tickets
    if (first === undefined || second === undefined || third === undefined) throw new Error('three tickets')
    const forged = { senderNonce: second.senderNonce, signature: first.signature }
    const receipt = await bench.recipient.receive({ ...payment, tickets: [first, forged, third] }, session)
    expect(receipt.error).toBeInstanceOf(InvalidTicketSignatureError)
    expect(receipt.error?.fatal).toBe(false)
    expect(receipt.creditedTickets).toBe(1)
    expect(bench.balance().equals(expectedValueWei(params))).toBe(true)
    expect(bench.book.winners.map(({ ticket }) => ticket.senderNonce)).toContain(senderNonce)
    expect((await bench.recipient.receive(await pay(params, [senderNonce]), session)).error).toBeInstanceOf(
      NonceSeenError,
    )
  })

  test('error: a nonce counts as seen only for tickets with a good signature', async () => {
    const params = await bench.offer()
    const payment = await pay(params, [1])
    const forged = { ...payment, tickets: [{ senderNonce: 1, signature: new Uint8Array(65).fill(27) }] }
    expect((await bench.recipient.receive(forged, session)).error).toBeInstanceOf(InvalidTicketSignatureError)
    expect((await bench.recipient.receive(payment, session)).error).toBeUndefined()
  })

  test('error: more tickets than one secret number takes', async () => {
    bench = new RecipientBench({ nonces: new MemoryNonceStore({ maxNoncesPerRand: 2 }) })
    const params = await bench.offer()
    const receipt = await bench.recipient.receive(await pay(params, [1, 2, 3]), session)
    expect(receipt.error).toBeInstanceOf(TooManyNoncesError)
    expect(receipt.error?.wireText).toBe('invalid ticket senderNonce: too many values 3')
    expect(receipt.creditedTickets).toBe(2)
  })

  test('error: params at their expiration block', async () => {
    const { params, senderNonce } = await bench.drawn('loses')
    const payment = await pay(params, [senderNonce])
    bench.head = recipientHead({ latestBlock: params.expirationBlock })
    const receipt = await bench.recipient.receive(payment, session)
    expect(receipt.error).toBeInstanceOf(TicketParamsExpiredError)
    expect(receipt.error?.fatal).toBe(false)
    expect(bench.book.winners).toEqual([])
    bench.head = recipientHead({ latestBlock: params.expirationBlock - 1n })
    expect((await bench.restarted().receive(payment, session)).error).toBeUndefined()
  })
})

describe('payments refused as a whole', () => {
  const refused = async (change: (payment: Payment, params: TicketParams) => Partial<Payment>) => {
    const params = await bench.offer()
    const payment = await pay(params, [1])
    const receipt = await bench.recipient.receive({ ...payment, ...change(payment, params) }, session)
    expect(receipt.creditedWei.isZero()).toBe(true)
    expect(bench.book.winners).toEqual([])
    expect(bench.balance().isZero()).toBe(true)
    return receipt.error
  }

  test('error: without a sender', async () => {
    const error = await refused(() => ({ sender: undefined }))
    expect(error).toBeInstanceOf(SenderMissingError)
    expect(error?.wireText).toBe('Could not find Sender for payment')
    expect(await refused(() => ({ sender: `0x${'00'.repeat(20)}` }))).toBeInstanceOf(SenderMissingError)
  })

  test('error: with a sender that is no account', async () => {
    expect(await refused(() => ({ sender: '0x1234' }))).toBeInstanceOf(InvalidTicketSenderError)
  })

  test('error: while the recipient is inactive', async () => {
    const error = await refused(() => {
      bench.head = recipientHead({ isRecipientActive: false })
      return {}
    })
    expect(error).toBeInstanceOf(RecipientInactiveError)
    expect(error?.wireText).toBe(
      `orchestrator ${recipientAddress} is inactive in round 5, cannot process payments`,
    )
  })

  test('error: without a price, or with one that is none', async () => {
    const bad = [undefined, { weiPerUnit: 1n, pixelsPerUnit: 0n }, { weiPerUnit: -1n, pixelsPerUnit: 1n }]
    for (const expectedPrice of bad)
      expect(await refused(() => ({ expectedPrice }))).toBeInstanceOf(InvalidPriceError)
  })

  test('error: with too many tickets, before any signature is looked at', async () => {
    bench = new RecipientBench({ maxTicketsPerPayment: 1 })
    const error = await refused(({ tickets }) => ({ tickets: [...tickets, ...tickets] }))
    expect(error).toBeInstanceOf(TooManyTicketsError)
  })

  test('error: from a sender that unlocks, or has no reserve', async () => {
    const unlocking = await refused(() => {
      bench.facts = senderFacts({ withdrawRound: 6n })
      return {}
    })
    expect(unlocking).toBeInstanceOf(SenderUnlockingError)
    bench.facts = senderFacts()
    const broke = await refused(() => {
      bench.facts = senderFacts({ reserveRemainingWei: 0n })
      return {}
    })
    expect(broke).toBeInstanceOf(NoReserveError)
  })

  test('error: for another recipient', async () => {
    const error = await refused((_, params) => ({ params: { ...params, recipient: strangerSigner.address } }))
    expect(error).toBeInstanceOf(InvalidTicketRecipientError)
    expect(error?.wireText).toBe('invalid ticket recipient')
  })

  test('error: with params or a price that were not offered to this sender', async () => {
    const changes: ((params: TicketParams) => Partial<TicketParams>)[] = [
      ({ faceValueWei }) => ({ faceValueWei: faceValueWei + 1n }),
      ({ faceValueWei }) => ({ faceValueWei: faceValueWei * 2n }),
      ({ winProb }) => ({ winProb: winProb - 1n }),
      ({ expirationBlock }) => ({ expirationBlock: expirationBlock + 1n }),
      () => ({ expirationBlock: 0n }),
      () => ({ seed: new Uint8Array(32) }),
      () => ({ seed: new Uint8Array(0) }),
      () => ({ recipientRandHash: zeroHash }),
      ({ creationRound }) => ({ creationRound: creationRound + 1n }),
      () => ({ creationRoundBlockHash: zeroHash }),
    ]
    for (const change of changes) {
      const error = await refused((_, params) => ({ params: { ...params, ...change(params) } }))
      expect(error).toBeInstanceOf(InvalidRecipientRandError)
    }
    const impossible: readonly (() => Partial<TicketParams>)[] = [
      () => ({ faceValueWei: 1n << 256n }),
      () => ({ winProb: -1n }),
      () => ({ creationRound: -1n }),
      () => ({ seed: new Uint8Array(1_000_000) }),
      () => ({ recipientRandHash: '0x' }),
      () => ({ creationRoundBlockHash: '0xzz' }),
    ]
    for (const change of impossible) {
      const error = await refused((_, params) => ({ params: { ...params, ...change() } }))
      expect(error).toBeInstanceOf(MalformedTicketParamsError)
    }
    expect(await refused(() => ({ expectedPrice: createPrice(99n, 1n) }))).toBeInstanceOf(
      InvalidRecipientRandError,
    )
    expect(await refused(() => ({ expectedPrice: freePrice }))).toBeInstanceOf(InvalidRecipientRandError)
  })

  test('error: from a sender that was offered nothing, however well it signs', async () => {
    const params = await bench.offer()
    const receipt = await bench.recipient.receive(await pay(params, [1], strangerSigner), session)
    expect(receipt.error).toBeInstanceOf(InvalidRecipientRandError)
  })

  test('error: when there are too many sessions', async () => {
    bench = new RecipientBench({ balances: new Balances({ maxBalances: 1 }) })
    bench.balances.credit({ ...account, sessionId: 'another' }, Fraction.of(1n), 0)
    expect(await refused(() => ({}))).toBeInstanceOf(TooManyBalancesError)
  })

  test('error: when the chain cannot be asked, that is the answer', async () => {
    const params = await bench.offer()
    bench.chainError = new Error('no RPC')
    await expect(bench.receive(params, [1])).rejects.toThrow('no RPC')
    bench.chainError = undefined
    expect((await bench.recipient.receive(await pay(params, [1]), session)).error).toBeUndefined()
  })
})

test('error: hostile payments are answered, never thrown, and never credited', async () => {
  const hex = fc.oneof(
    fc.uint8Array({ maxLength: 40 }).map((bytes) => bytesToHex(bytes)),
    fc.string({ maxLength: 80 }).map((text) => `0x${text}` as Hex),
  )
  const number = fc.oneof(fc.bigInt(), fc.constantFrom(0n, -1n, 1n << 256n, 1n << 5000n))
  const params = fc.option(
    fc.record({
      recipient: fc.oneof(hex, fc.constant(recipientAddress)),
      faceValueWei: number,
      winProb: number,
      recipientRandHash: fc.oneof(hex, fc.constant(zeroHash)),
      seed: fc.uint8Array({ maxLength: 100 }),
      expirationBlock: number,
      creationRound: number,
      creationRoundBlockHash: fc.oneof(hex, fc.constant(zeroHash)),
    }),
    { nil: undefined },
  )
  const payments = fc.record({
    sender: fc.option(fc.oneof(hex, fc.constant(gatewaySigner.address)), { nil: undefined }),
    params,
    tickets: fc.array(
      fc.record({
        senderNonce: fc.oneof(fc.double(), fc.integer()),
        signature: fc.uint8Array({ maxLength: 70 }),
      }),
    ),
    expectedPrice: fc.option(fc.record({ weiPerUnit: number, pixelsPerUnit: number }), { nil: undefined }),
  })
  await fc.assert(
    fc.asyncProperty(payments, async (payment) => {
      const receipt = await bench.recipient.receive(payment, session)
      expect(receipt.creditedWei.isZero()).toBe(true)
      expect(receipt.error === undefined).toBe(payment.params === undefined)
    }),
    { numRuns: 300 },
  )
  expect([bench.balances.size, bench.book.winners.length]).toEqual([0, 0])
})

test('error: signed tickets with hostile nonces and bytes are faults of their own', async () => {
  const params = await bench.offer()
  const good = await pay(params, [1])
  const tickets = [
    ...[-1, 1.5, Number.NaN, 2 ** 32, Number.POSITIVE_INFINITY].map((senderNonce) => ({
      senderNonce,
      signature: good.tickets[0]?.signature ?? new Uint8Array(),
    })),
    { senderNonce: 2, signature: new Uint8Array(0) },
    { senderNonce: 2, signature: new Uint8Array(1000) },
  ]
  const receipt = await bench.recipient.receive({ ...good, tickets }, session)
  expect(receipt.faults.map(({ error }) => error.code)).toEqual(tickets.map(() => 'INVALID_TICKET_SIGNATURE'))
})

test('error: a secret of another length is refused at once', () => {
  const make = (length: number) =>
    new TicketRecipient(
      { scheme, recipient: recipientAddress, secret: new Uint8Array(length), settings },
      {
        chain: { head: () => bench.head, senderFacts: async () => bench.facts },
        book: bench.book,
        nonces: bench.nonces,
        balances: bench.balances,
        randomBytes: countingBytes(),
      },
    )
  for (const length of [0, 16, 31, 33]) expect(() => make(length)).toThrow(RangeError)
})

test('neither the secret nor a secret number is in what a recipient shows', async () => {
  const { params, senderNonce } = await bench.drawn('wins')
  const receipt = await bench.recipient.receive(await pay(params, [senderNonce]), session)
  const shown = JSON.stringify([bench.recipient, receipt, params], (_, value) =>
    typeof value === 'bigint' ? String(value) : value,
  )
  expect(shown).not.toContain(String(bench.book.winners[0]?.recipientRand))
  expect(shown).not.toContain(bytesToHex(secret).slice(2))
})
