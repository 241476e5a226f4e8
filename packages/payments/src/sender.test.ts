import type { Address } from '@millrace/crypto'
import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import {
  ether,
  gatewaySigner,
  recipientAddress,
  round,
  scheme,
  senderFunds,
  strangerSigner,
} from '../test/fixtures.ts'
import {
  FaceValueAboveDepositError,
  NoDepositError,
  NoReserveError,
  SenderFundsError,
  SenderUnlockingError,
  TicketParamsExpiredError,
} from './errors.ts'
import { Fraction } from './fraction.ts'
import { expectedValueWei, winProbFor } from './params.ts'
import { createPrice } from './price.ts'
import { type SenderSettings, TicketSender } from './sender.ts'
import {
  ExpirationBlockMissingError,
  FaceValueTooLowError,
  MalformedTicketParamsError,
  NoncesExhaustedError,
  TicketEvTooHighError,
  TicketParamsMissingError,
  TotalEvTooHighError,
  UnexpectedRecipientError,
} from './sender-errors.ts'
import { SenderNonces } from './sender-nonces.ts'
import { maxUint256, recoverTicketSigner, type TicketParams, ticketOf, zeroHash } from './ticket.ts'

const faceValueWei = ether / 100n
const ticketEvWei = ether / 2000n
const price = createPrice(100n, 1n)
const limits: SenderSettings = {
  maxTicketEvWei: ether / 1000n,
  maxTotalEvWei: ether / 100n,
  depositMultiplier: 1,
}

let funds = senderFunds()
let latestBlock = 1000n
let sender = createSender()

function createSender(
  changes: Partial<SenderSettings> = {},
  tracked?: { maxNonce?: number; maxTrackedParams?: number },
) {
  return new TicketSender(
    { scheme, settings: { ...limits, ...changes } },
    {
      signer: gatewaySigner,
      nonces: new SenderNonces(tracked),
      chain: {
        head: () => ({ latestBlock, currentRound: 5n, creationRound: round }),
        funds: async () => funds,
      },
    },
  )
}

beforeEach(() => {
  funds = senderFunds()
  latestBlock = 1000n
  sender = createSender()
})

function offer(changes: Partial<TicketParams> = {}): TicketParams {
  return {
    recipient: recipientAddress,
    faceValueWei,
    winProb: winProbFor(faceValueWei, ticketEvWei),
    recipientRandHash: `0x${'ab'.repeat(32)}`,
    seed: new Uint8Array(32),
    expirationBlock: 1040n,
    ...round,
    ...changes,
  }
}

const check = (changes: Partial<TicketParams> = {}) => sender.validateParams({ params: offer(changes) })
const batch = (ticketCount: number, changes: Partial<TicketParams> = {}) =>
  sender.createBatch({ params: offer(changes), ticketCount, expectedPrice: price })

describe('params', () => {
  test('within the limits are worth their exact expected value', async () => {
    expect((await check()).equals(expectedValueWei(offer()))).toBe(true)
  })

  test('of free work are fine without any funds', async () => {
    funds = senderFunds({ depositWei: 0n, reserveRemainingWei: 0n })
    expect((await check({ faceValueWei: 0n, winProb: 0n })).isZero()).toBe(true)
    expect((await check({ winProb: 0n })).isZero()).toBe(true)
  })

  test('may be used until two blocks before their end', async () => {
    latestBlock = 1038n
    await check()
    latestBlock = 1039n
    await expect(check()).rejects.toThrow(TicketParamsExpiredError)
    latestBlock = 5000n
    await expect(check()).rejects.toThrow(TicketParamsExpiredError)
  })

  test('error: that are missing, or never expire, are refused', async () => {
    await expect(sender.validateParams({ params: undefined })).rejects.toThrow(TicketParamsMissingError)
    await expect(check({ expirationBlock: 0n })).rejects.toThrow(ExpirationBlockMissingError)
    await expect(check({ expirationBlock: 0n, faceValueWei: 0n, winProb: 0n })).rejects.toThrow(
      ExpirationBlockMissingError,
    )
  })

  test('error: that pay someone else are refused', async () => {
    await expect(
      sender.validateParams({ params: offer(), recipient: strangerSigner.address }),
    ).rejects.toThrow(UnexpectedRecipientError)
    await sender.validateParams({ params: offer(), recipient: recipientAddress.toLowerCase() as Address })
  })

  test('error: whose tickets always win are refused', async () => {
    await expect(check({ faceValueWei: 5n, winProb: maxUint256 })).rejects.toThrow(FaceValueTooLowError)
    await check({ faceValueWei: 5n, winProb: maxUint256 - 1n })
  })

  test('error: worth more than a ticket may be are refused, exactly at the limit', async () => {
    sender = createSender({ maxTicketEvWei: 10n })
    // 20 × half of 2^256 − 1, rounded down, is a hair below 10; rounded up it is above.
    await check({ faceValueWei: 20n, winProb: maxUint256 / 2n })
    await expect(check({ faceValueWei: 20n, winProb: maxUint256 / 2n + 1n })).rejects.toThrow(
      TicketEvTooHighError,
    )
  })

  test('error: with impossible fields are refused', async () => {
    const fields: Partial<TicketParams>[] = [
      { recipient: '0x12' },
      { faceValueWei: -1n },
      { faceValueWei: 1n << 256n },
      { winProb: 1n << 256n },
      { expirationBlock: -5n },
      { creationRound: -1n },
      { creationRound: 1n << 63n },
      { creationRoundBlockHash: '0x' },
      { recipientRandHash: '0x00' },
      { seed: new Uint8Array(65) },
    ]
    for (const field of fields) await expect(check(field)).rejects.toThrow(MalformedTicketParamsError)
  })
})

describe('funds', () => {
  test.each([
    ['an unlock within the next round', { withdrawRound: 6n }, SenderUnlockingError],
    ['no reserve', { reserveRemainingWei: 0n }, NoReserveError],
    ['no deposit', { depositWei: 0n }, NoDepositError],
    ['a deposit below the face value', { depositWei: faceValueWei - 1n }, FaceValueAboveDepositError],
  ])('error: %s needs the owner, and says so', async (_, changes, expected) => {
    funds = senderFunds(changes)
    await expect(check()).rejects.toThrow(expected)
    await expect(check()).rejects.toBeInstanceOf(SenderFundsError)
    await expect(batch(1)).rejects.toThrow(expected)
  })

  test('just enough is enough', async () => {
    funds = senderFunds({ depositWei: faceValueWei, reserveRemainingWei: 1n, withdrawRound: 7n })
    await check()
  })

  test('error: only the allowed part of the deposit may be risked on one ticket', async () => {
    sender = createSender({ depositMultiplier: 10 })
    funds = senderFunds({ depositWei: faceValueWei * 10n })
    await check()
    funds = senderFunds({ depositWei: faceValueWei * 10n - 1n })
    await expect(check()).rejects.toThrow(FaceValueAboveDepositError)
  })
})

describe('a batch', () => {
  test('is numbered from one, goes on from there, and each ticket is signed', async () => {
    const first = await batch(3)
    const second = await batch(2)
    const tickets = [...first.tickets, ...second.tickets]
    expect(tickets.map(({ senderNonce }) => senderNonce)).toEqual([1, 2, 3, 4, 5])
    for (const { senderNonce, signature } of tickets) {
      const ticket = ticketOf(offer(), gatewaySigner.address, senderNonce)
      expect(recoverTicketSigner(scheme, ticket, signature)).toBe(gatewaySigner.address)
    }
    expect(first).toMatchObject({ sender: gatewaySigner.address, params: offer(), expectedPrice: price })
    expect(sender.ticketsLeft(offer())).toBe(594)
  })

  test('counts for each secret number by itself', async () => {
    await batch(3)
    const other = await batch(1, { recipientRandHash: `0x${'cd'.repeat(32)}` })
    expect(other.tickets[0]?.senderNonce).toBe(1)
    const same = await batch(1, { recipientRandHash: `0x${'AB'.repeat(32)}` })
    expect(same.tickets[0]?.senderNonce).toBe(4)
  })

  test('of no tickets has no params', async () => {
    funds = senderFunds({ depositWei: 0n })
    expect(await batch(0)).toEqual({
      sender: gatewaySigner.address,
      params: undefined,
      tickets: [],
      expectedPrice: price,
    })
  })

  test('fills in the round where the orchestrator gave none', async () => {
    const payment = await batch(1, { creationRound: 0n, creationRoundBlockHash: zeroHash })
    expect(payment.params).toMatchObject(round)
  })

  test('in parallel with others never shares a nonce', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 8 }),
        async (counts) => {
          const fresh = createSender()
          const payments = await Promise.all(
            counts.map((ticketCount) =>
              fresh.createBatch({ params: offer(), ticketCount, expectedPrice: price }),
            ),
          )
          const nonces = payments.flatMap(({ tickets }) => tickets.map(({ senderNonce }) => senderNonce))
          const total = counts.reduce((sum, count) => sum + count, 0)
          expect([...nonces].sort((a, b) => a - b)).toEqual(
            Array.from({ length: total }, (_, index) => index + 1),
          )
        },
      ),
      { numRuns: 20 },
    )
  })

  test('error: worth more than may be sent at once is refused and uses no nonce', async () => {
    // 20 tickets are a hair more than the limit, since probabilities are rounded up.
    await expect(batch(20)).rejects.toThrow(TotalEvTooHighError)
    await expect(batch(Number.MAX_SAFE_INTEGER)).rejects.toThrow(TotalEvTooHighError)
    expect((await batch(19)).tickets[0]?.senderNonce).toBe(1)
  })

  test('error: beyond what recipients take needs new params, unless none could hold it', async () => {
    sender = createSender({ maxTotalEvWei: ether }, { maxNonce: 10 })
    await batch(8)
    const refused = await batch(3).catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(NoncesExhaustedError)
    expect(refused).toMatchObject({ retryable: true, meta: { left: 2 } })
    await expect(batch(11, { recipientRandHash: `0x${'cd'.repeat(32)}` })).rejects.toMatchObject({
      retryable: false,
    })
    expect((await batch(2)).tickets.length).toBe(2)
  })

  test('error: of part of a ticket is no batch', async () => {
    for (const count of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      await expect(batch(count)).rejects.toThrow(RangeError)
    }
  })

  test('keeps count of a bounded number of params, and forgets expired ones first', async () => {
    sender = createSender({}, { maxTrackedParams: 2 })
    await batch(1, { recipientRandHash: `0x${'01'.repeat(32)}`, expirationBlock: 1100n })
    await batch(1, { recipientRandHash: `0x${'02'.repeat(32)}`, expirationBlock: 1010n })
    latestBlock = 1010n
    await batch(1, { recipientRandHash: `0x${'03'.repeat(32)}` })
    expect(
      (await batch(1, { recipientRandHash: `0x${'01'.repeat(32)}`, expirationBlock: 1100n })).tickets[0]
        ?.senderNonce,
    ).toBe(2)
    await batch(1, { recipientRandHash: `0x${'04'.repeat(32)}` })
    expect(sender.ticketsLeft({ recipientRandHash: `0x${'01'.repeat(32)}` })).toBe(599)
  })
})

test('error: hostile params only ever give a payment error', async () => {
  const number = fc.oneof(fc.bigInt(), fc.constantFrom(0n, 1n, maxUint256, 1n << 256n, 1n << 4000n))
  const hostile = fc.record({
    recipient: fc.constantFrom<Address>('0x', recipientAddress),
    faceValueWei: number,
    winProb: number,
    recipientRandHash: fc.constantFrom<Address>(zeroHash, '0x12'),
    seed: fc.uint8Array({ maxLength: 70 }),
    expirationBlock: number,
    creationRound: number,
    creationRoundBlockHash: fc.constantFrom<Address>(zeroHash, '0x'),
  })
  await fc.assert(
    fc.asyncProperty(hostile, async (params) => {
      const result = await sender.validateParams({ params }).catch((error: unknown) => error)
      if (result instanceof Fraction) {
        expect(Fraction.of(limits.maxTicketEvWei).isLessThan(result)).toBe(false)
      } else {
        expect(result).toHaveProperty('wireText')
      }
    }),
    { numRuns: 300 },
  )
})
