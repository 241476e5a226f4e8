import { type Address, bytesToHex, type Hex } from '@millrace/crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import {
  ether,
  gatewaySigner,
  recipientAddress,
  recipientHead,
  round,
  scheme,
  senderFacts,
  settings,
} from '../test/fixtures.ts'
import { account, pay, price, RecipientBench, session } from '../test/recipient-bench.ts'
import { InsufficientBalanceError, TicketParamsExpiredError } from './errors.ts'
import { Fraction } from './fraction.ts'
import { expectedValueWei } from './params.ts'
import { createPrice, formatPrice, freePrice } from './price.ts'
import { InsufficientReserveError, NoCreationRoundError, NonceSeenError } from './recipient-errors.ts'
import { zeroHash } from './ticket.ts'

let bench = new RecipientBench()

beforeEach(() => {
  bench = new RecipientBench()
})

describe('offers', () => {
  test('last for the set number of blocks and belong to the last round', async () => {
    const params = await bench.offer()
    expect(params).toMatchObject({
      recipient: recipientAddress,
      faceValueWei: ether / 100n,
      expirationBlock: 1040n,
      ...round,
    })
    expect(params.seed.length).toBe(32)
  })

  test('are different each time', async () => {
    const first = await bench.offer()
    const second = await bench.offer()
    expect(first.recipientRandHash).not.toBe(second.recipientRandHash)
  })

  test('pass over a round without a block hash', async () => {
    bench.head = recipientHead({
      creationRounds: [{ creationRound: 6n, creationRoundBlockHash: zeroHash }, round],
    })
    expect(await bench.offer()).toMatchObject(round)
  })

  test('of free work have tickets worth nothing, and ask nothing of the sender', async () => {
    bench.facts = senderFacts({ reserveRemainingWei: 0n })
    const params = await bench.recipient.issueParams(gatewaySigner.address, freePrice)
    expect([params.faceValueWei, params.winProb]).toEqual([0n, 0n])
    const payment = { ...(await pay(params, [1, 2])), expectedPrice: freePrice }
    const receipt = await bench.recipient.receive(payment, session)
    expect([receipt.error, receipt.creditedTickets, receipt.winners.length]).toEqual([undefined, 2, 0])
    bench.recipient.assertFunded(account, { quotedPrice: price, nowMs: 0 })
  })

  test('carry the cost of redeeming in their price', async () => {
    // 200,000 gas at 1 gwei is a fiftieth of 0.01 ether.
    expect(formatPrice(await bench.recipient.quotePrice(gatewaySigner.address, price))).toBe('102')
    expect(await bench.recipient.quotePrice(gatewaySigner.address, freePrice)).toEqual(freePrice)
  })

  test('error: a sender without reserve gets none', async () => {
    bench.facts = senderFacts({ reserveRemainingWei: 0n })
    await expect(bench.offer()).rejects.toThrow(InsufficientReserveError)
  })

  test('error: without a usable round there are none', async () => {
    bench.head = recipientHead({ creationRounds: [] })
    await expect(bench.offer()).rejects.toThrow(NoCreationRoundError)
  })
})

describe('a good payment', () => {
  test('is credited exactly, once for each ticket', async () => {
    const params = await bench.offer()
    const receipt = await bench.recipient.receive(await pay(params, [1, 2, 3]), session)
    expect(receipt.error).toBeUndefined()
    const expected = expectedValueWei(params).times(3n)
    expect(receipt.creditedWei.equals(expected)).toBe(true)
    expect(bench.balance().equals(expected)).toBe(true)
    expect(bench.balances.fixedPrice(account, 0)).toEqual(price)
  })

  test('may come out of order and in parts', async () => {
    const params = await bench.offer()
    for (const list of [[7, 3], [1], [2, 9]]) {
      expect((await bench.recipient.receive(await pay(params, list), session)).error).toBeUndefined()
    }
    expect(bench.balance().equals(expectedValueWei(params).times(5n))).toBe(true)
  })

  test('without tickets is fine and changes nothing', async () => {
    const payment = { sender: gatewaySigner.address, params: undefined, tickets: [], expectedPrice: price }
    expect((await bench.recipient.receive(payment, session)).error).toBeUndefined()
    expect(bench.balances.size).toBe(0)
  })

  test('may carry a price that is not in lowest terms', async () => {
    const params = await bench.recipient.issueParams(gatewaySigner.address, {
      weiPerUnit: 200n,
      pixelsPerUnit: 2n,
    })
    const payment = { ...(await pay(params, [1])), expectedPrice: { weiPerUnit: 300n, pixelsPerUnit: 3n } }
    expect((await bench.recipient.receive(payment, session)).error).toBeUndefined()
  })

  test('holds after a restart with the same secret', async () => {
    const params = await bench.offer()
    const restarted = bench.restarted()
    expect((await restarted.receive(await pay(params, [1]), session)).error).toBeUndefined()
  })

  test('may be written in any capitals', async () => {
    const params = await bench.recipient.issueParams(gatewaySigner.address.toLowerCase() as Address, price)
    const payment = await pay(params, [1])
    const shouted = {
      ...payment,
      sender: gatewaySigner.address.toLowerCase() as Address,
      params: {
        ...params,
        recipient: params.recipient.toLowerCase() as Address,
        recipientRandHash: params.recipientRandHash.toUpperCase().replace('0X', '0x') as Hex,
      },
    }
    expect((await bench.recipient.receive(shouted, session)).error).toBeUndefined()
    expect((await bench.recipient.receive(payment, session)).error).toBeInstanceOf(NonceSeenError)
  })
})

describe('a winner', () => {
  test('is in the store, with all that redeeming needs, before the payment is answered', async () => {
    const { params, senderNonce } = await bench.drawn('wins')
    let release = () => {}
    bench.book.hold = new Promise((resolve) => {
      release = resolve
    })
    let isAnswered = false
    const answer = bench.recipient.receive(await pay(params, [senderNonce]), session).then((receipt) => {
      isAnswered = true
      return receipt
    })
    await new Promise((resolve) => setImmediate(resolve))
    expect(isAnswered).toBe(false)
    expect(bench.balance().isZero()).toBe(true)
    release()
    const receipt = await answer
    expect(receipt.winners).toEqual([bench.book.winners[0]?.ticket])
    const [won] = bench.book.winners
    expect(scheme.recipientRandHash(won?.recipientRand ?? 0n)).toBe(params.recipientRandHash)
    expect(scheme.draw(params.winProb, won?.recipientRand ?? 0n)(won?.signature ?? new Uint8Array())).toBe(
      true,
    )
    expect(won?.paramsExpirationBlock).toBe(params.expirationBlock)
  })

  test('keeps its signature when the request it came in is overwritten', async () => {
    const { params, senderNonce } = await bench.drawn('wins')
    const payment = await pay(params, [senderNonce])
    const before = bytesToHex(payment.tickets[0]?.signature ?? new Uint8Array())
    await bench.recipient.receive(payment, session)
    payment.tickets[0]?.signature.fill(0)
    expect(bytesToHex(bench.book.winners[0]?.signature ?? new Uint8Array())).toBe(before)
  })

  test('error: that cannot be stored is not credited, and can be sent again', async () => {
    const { params, senderNonce } = await bench.drawn('wins')
    bench.book.fail = new Error('disk full')
    await expect(bench.recipient.receive(await pay(params, [senderNonce]), session)).rejects.toThrow(
      'disk full',
    )
    expect(bench.balance().isZero()).toBe(true)
    bench.book.fail = undefined
    const receipt = await bench.recipient.receive(await pay(params, [senderNonce]), session)
    expect([receipt.error, receipt.winners.length]).toEqual([undefined, 1])
    expect(bench.balance().equals(expectedValueWei(params))).toBe(true)
  })

  test('that comes late is not credited but kept, and not without end', async () => {
    const { params, senderNonce } = await bench.drawn('wins')
    const payment = await pay(params, [senderNonce])
    bench.head = recipientHead({ latestBlock: params.expirationBlock })
    const receipt = await bench.recipient.receive(payment, session)
    expect(receipt.error).toBeInstanceOf(TicketParamsExpiredError)
    expect(receipt.winners.length).toBe(1)
    expect((await bench.recipient.receive(payment, session)).error).toBeInstanceOf(NonceSeenError)
    bench.head = recipientHead({ latestBlock: params.expirationBlock + settings.ticketExpiryBlocks + 1n })
    const veryLate = await bench.recipient.receive(payment, session)
    expect(veryLate.error).toBeInstanceOf(TicketParamsExpiredError)
    expect(bench.book.winners.length).toBe(1)
    expect(bench.balance().isZero()).toBe(true)
  })
})

describe('a replay', () => {
  test('error: of a whole payment is not credited', async () => {
    const params = await bench.offer()
    const payment = await pay(params, [1, 2])
    await bench.recipient.receive(payment, session)
    const again = await bench.recipient.receive(payment, { ...session, sessionId: 'another' })
    expect(again.error).toBeInstanceOf(NonceSeenError)
    expect(again.error?.wireText).toBe('invalid ticket senderNonce: already seen 1')
    expect(again.creditedWei.isZero()).toBe(true)
    expect(bench.balances.balance({ ...account, sessionId: 'another' }, 0).isZero()).toBe(true)
  })

  test('error: at the same moment is credited once', async () => {
    const { params, senderNonce } = await bench.drawn('wins')
    const payment = await pay(params, [senderNonce])
    const receipts = await Promise.all([1, 2, 3, 4].map(() => bench.recipient.receive(payment, session)))
    expect(receipts.filter(({ error }) => error === undefined).length).toBe(1)
    expect(bench.book.winners.length).toBe(1)
    expect(bench.balance().equals(expectedValueWei(params))).toBe(true)
  })

  test('error: after the params expired and the chain seems to go back is still refused', async () => {
    const params = await bench.offer()
    const payment = await pay(params, [1])
    await bench.recipient.receive(payment, session)
    bench.head = recipientHead({ latestBlock: params.expirationBlock + 1000n })
    await bench.offer()
    bench.head = recipientHead()
    expect((await bench.recipient.receive(payment, session)).error).toBeInstanceOf(TicketParamsExpiredError)
    expect(bench.balance().equals(expectedValueWei(params))).toBe(true)
  })
})

describe('work', () => {
  test('begins when the balance holds one expected value', async () => {
    const params = await bench.offer()
    expect(() => bench.recipient.assertFunded(account, { quotedPrice: price, nowMs: 0 })).toThrow(
      InsufficientBalanceError,
    )
    await bench.recipient.receive(await pay(params, [1]), session)
    bench.recipient.assertFunded(account, { quotedPrice: price, nowMs: 0 })
    expect(bench.recipient.debit(account, { pixels: 1n, quotedPrice: price, nowMs: 0 }).isPositive()).toBe(
      true,
    )
    expect(() => bench.recipient.assertFunded(account, { quotedPrice: price, nowMs: 0 })).toThrow(
      InsufficientBalanceError,
    )
  })

  test('is debited at the price that the session began with', async () => {
    const params = await bench.offer()
    await bench.recipient.receive(await pay(params, [1]), session)
    bench.recipient.debit(account, { pixels: 10n, quotedPrice: createPrice(10_000n, 1n), nowMs: 0 })
    expect(bench.balance().equals(expectedValueWei(params).minus(Fraction.of(1000n)))).toBe(true)
  })

  test('error: claiming to pay nothing does not make work free', async () => {
    const payment = {
      sender: gatewaySigner.address,
      params: undefined,
      tickets: [],
      expectedPrice: freePrice,
    }
    expect((await bench.recipient.receive(payment, session)).error).toBeUndefined()
    expect(() => bench.recipient.assertFunded(account, { quotedPrice: price, nowMs: 0 })).toThrow(
      InsufficientBalanceError,
    )
  })

  test('is free where the own price is', () => {
    bench.recipient.assertFunded(account, { quotedPrice: freePrice, nowMs: 0 })
    expect(bench.recipient.debit(account, { pixels: 5n, quotedPrice: freePrice, nowMs: 0 }).isZero()).toBe(
      true,
    )
  })

  test('stays free for a session that began when it was', () => {
    bench.recipient.debit(account, { pixels: 5n, quotedPrice: freePrice, nowMs: 0 })
    bench.recipient.assertFunded(account, { quotedPrice: price, nowMs: 0 })
    expect(bench.recipient.debit(account, { pixels: 5n, quotedPrice: price, nowMs: 0 }).isZero()).toBe(true)
  })
})
