import type { Address } from '@millrace/crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  ether,
  gatewaySigner,
  gwei,
  recipientAddress,
  round,
  scheme,
  secret,
  settings,
} from '../test/fixtures.ts'
import { Fraction } from './fraction.ts'
import {
  deriveRecipientRand,
  expectedValueWei,
  faceValueFor,
  type TicketSettings,
  ticketsPerWin,
  winProbFor,
} from './params.ts'
import { createPrice } from './price.ts'
import {
  FaceValueBelowTxCostError,
  InsufficientReserveError,
  MaxFaceValueTooLowError,
} from './recipient-errors.ts'
import { maxUint256 } from './ticket.ts'
import { ticketBrokerScheme } from './ticket-scheme.ts'

const amounts = fc.bigInt({ min: 1n, max: 1n << 120n })

describe('win probability', () => {
  test('gives a ticket at least the wanted expected value, and hardly more', () => {
    fc.assert(
      fc.property(amounts, amounts, (a, b) => {
        const [ticketEvWei, faceValueWei] = a < b ? [a, b] : [b, a]
        const winProb = winProbFor(faceValueWei, ticketEvWei)
        expect(winProb > 0n && winProb <= maxUint256).toBe(true)
        const excess = expectedValueWei({ faceValueWei, winProb }).minus(Fraction.of(ticketEvWei))
        expect(excess.isNegative()).toBe(false)
        // One unit of probability for each wei of expected value.
        expect(Fraction.of(ticketEvWei * faceValueWei, maxUint256).isLessThan(excess)).toBe(false)
      }),
    )
  })

  test('is nothing for free work and certain for a ticket worth its expected value', () => {
    expect(winProbFor(0n, 5n)).toBe(0n)
    expect(winProbFor(5n, 5n)).toBe(maxUint256)
    expect(ticketsPerWin({ winProb: 0n })).toBeUndefined()
    expect(ticketsPerWin({ winProb: maxUint256 })).toBe(1)
  })

  test('stays a uint256 for impossible values', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: maxUint256 }),
        fc.bigInt({ min: 0n, max: maxUint256 }),
        (faceValue, ev) => {
          expect(winProbFor(faceValue, ev) <= maxUint256).toBe(true)
        },
      ),
    )
  })
})

describe('face value', () => {
  const live: TicketSettings = {
    ticketEvWei: 8_000_000_000n,
    txCostMultiplier: 100,
    redeemGas: 1_200_000n,
    averageGasPriceWei: 3n * gwei,
    maxFaceValueWei: 0n,
    ticketExpiryBlocks: 40n,
  }
  const rich = 1000n * ether

  test('is that of the live network at its usual gas prices', () => {
    const low = faceValueFor(live, { maxFloatWei: rich, gasPriceWei: gwei / 100n })
    expect(low).toBe((12n * ether) / 10_000n)
    expect(ticketsPerWin({ winProb: winProbFor(low, live.ticketEvWei) })).toBeCloseTo(150_000)
    const high = faceValueFor(live, { maxFloatWei: rich, gasPriceWei: gwei / 10n })
    expect(high).toBe((12n * ether) / 1000n)
    expect(ticketsPerWin({ winProb: winProbFor(high, live.ticketEvWei) })).toBeCloseTo(1_500_000)
  })

  test('is a multiple of the expected value where redeeming costs next to nothing', () => {
    expect(faceValueFor(live, { maxFloatWei: rich, gasPriceWei: 0n })).toBe(800_000_000_000n)
  })

  test('keeps within max float and the own limit', () => {
    const maxFloatWei = ether / 1000n
    expect(faceValueFor(live, { maxFloatWei, gasPriceWei: gwei / 100n })).toBe(maxFloatWei)
    const limited = { ...live, maxFaceValueWei: ether / 2000n }
    expect(faceValueFor(limited, { maxFloatWei, gasPriceWei: gwei / 100n })).toBe(ether / 2000n)
  })

  test('may be below the cost of redeeming during a spike of the gas price', () => {
    const maxFloatWei = 1_200_000n * 3n * gwei
    expect(faceValueFor(live, { maxFloatWei, gasPriceWei: 500n * gwei })).toBe(maxFloatWei)
    expect(() => faceValueFor(live, { maxFloatWei: maxFloatWei - 1n, gasPriceWei: 500n * gwei })).toThrow(
      FaceValueBelowTxCostError,
    )
  })

  test('error: a reserve too small for one expected value says so', () => {
    const attempt = () => faceValueFor(live, { maxFloatWei: live.ticketEvWei - 1n, gasPriceWei: 0n })
    expect(attempt).toThrow(InsufficientReserveError)
    expect(attempt).toThrow(/reserve allows tickets of 7999999999 wei.*expected value of one, 8000000000 wei/)
    expect(() => faceValueFor(live, { maxFloatWei: 0n, gasPriceWei: gwei })).toThrow(InsufficientReserveError)
  })

  test('error: an own limit that is too low is not blamed on the sender', () => {
    const low = { ...live, maxFaceValueWei: live.ticketEvWei - 1n }
    expect(() => faceValueFor(low, { maxFloatWei: rich, gasPriceWei: gwei })).toThrow(MaxFaceValueTooLowError)
  })

  test('is above the expected value, since no sender takes tickets that always win', () => {
    const single = { ...live, txCostMultiplier: 1 }
    expect(faceValueFor(single, { maxFloatWei: rich, gasPriceWei: 0n })).toBe(live.ticketEvWei + 1n)
  })

  test('error: limits at the expected value leave no ticket that a sender takes', () => {
    const { ticketEvWei } = live
    expect(() => faceValueFor(live, { maxFloatWei: ticketEvWei, gasPriceWei: 0n })).toThrow(
      InsufficientReserveError,
    )
    const low = { ...live, maxFaceValueWei: ticketEvWei }
    expect(() => faceValueFor(low, { maxFloatWei: rich, gasPriceWei: 0n })).toThrow(MaxFaceValueTooLowError)
    const enough = { ...live, maxFaceValueWei: ticketEvWei + 1n }
    expect(faceValueFor(enough, { maxFloatWei: rich, gasPriceWei: 0n })).toBe(ticketEvWei + 1n)
  })

  test('error: tickets that do not pay their redeeming name what keeps them low', () => {
    const txCostWei = 1_200_000n * gwei
    const attempt = (changes: Partial<TicketSettings>, maxFloatWei: bigint) => () =>
      faceValueFor({ ...live, ...changes }, { maxFloatWei, gasPriceWei: gwei })
    expect(attempt({}, txCostWei)).not.toThrow()
    expect(attempt({}, txCostWei - 1n)).toThrow(/by the sender's reserve, less than the 1200000000000000 wei/)
    expect(attempt({ maxFaceValueWei: txCostWei }, rich)).not.toThrow()
    expect(attempt({ maxFaceValueWei: txCostWei - 1n }, rich)).toThrow(/by the setting maxFaceValueWei/)
    expect(attempt({ txCostMultiplier: 0, ticketEvWei: 0n }, rich)).toThrow(/by the setting txCostMultiplier/)
  })

  test('error or value: never one that is above a limit, or not above the expected value', () => {
    fc.assert(
      fc.property(
        amounts,
        amounts,
        fc.bigInt({ min: 0n, max: 1n << 100n }),
        fc.bigInt({ min: 0n, max: 1n << 60n }),
        (ticketEvWei, maxFloatWei, maxFaceValueWei, gasPriceWei) => {
          const tried = { ...live, ticketEvWei, maxFaceValueWei }
          try {
            const value = faceValueFor(tried, { maxFloatWei, gasPriceWei })
            expect(value > ticketEvWei && value <= maxFloatWei).toBe(true)
            const winProb = winProbFor(value, ticketEvWei)
            expect(expectedValueWei({ faceValueWei: value, winProb }).isLessThan(Fraction.of(value))).toBe(
              true,
            )
            if (maxFaceValueWei > 0n) expect(value <= maxFaceValueWei).toBe(true)
          } catch (error) {
            expect(
              [InsufficientReserveError, MaxFaceValueTooLowError, FaceValueBelowTxCostError].some(
                (known) => error instanceof known,
              ),
            ).toBe(true)
          }
        },
      ),
    )
  })
})

describe('the secret number', () => {
  const params = {
    recipient: recipientAddress,
    faceValueWei: 0x1234n,
    winProb: 0x5678n,
    seed: new Uint8Array(32).fill(1),
    expirationBlock: 100n,
    ...round,
  }
  const offer = { params, sender: gatewaySigner.address, price: createPrice(7n, 3n) }
  const rand = deriveRecipientRand({ scheme, secret }, offer)

  test('is the same for the same promise, whatever the capitals of addresses', () => {
    const lower = { ...offer, sender: offer.sender.toLowerCase() as Address }
    expect(deriveRecipientRand({ scheme, secret }, lower)).toBe(rand)
  })

  test('is another one if anything differs', () => {
    const other = [
      deriveRecipientRand({ scheme, secret: new Uint8Array(32) }, offer),
      deriveRecipientRand({ scheme: ticketBrokerScheme({ ...scheme, chainId: 1n }), secret }, offer),
      deriveRecipientRand(
        { scheme: ticketBrokerScheme({ ...scheme, contract: recipientAddress }), secret },
        offer,
      ),
      deriveRecipientRand({ scheme, secret }, { ...offer, sender: recipientAddress }),
      deriveRecipientRand({ scheme, secret }, { ...offer, price: createPrice(7n, 4n) }),
      deriveRecipientRand({ scheme, secret }, { ...offer, price: createPrice(8n, 3n) }),
      ...[
        { recipient: gatewaySigner.address },
        { faceValueWei: 0x1235n },
        { winProb: 0x5679n },
        { seed: new Uint8Array(31).fill(1) },
        { expirationBlock: 101n },
        { creationRound: 6n },
        { creationRoundBlockHash: `0x${'43'.repeat(32)}` as const },
        // At minimal width these would be the same bytes as the first: 12 34 56 78.
        { faceValueWei: 0x12n, winProb: 0x345678n },
        { faceValueWei: 0x123456n, winProb: 0x78n },
      ].map((change) =>
        deriveRecipientRand({ scheme, secret }, { ...offer, params: { ...params, ...change } }),
      ),
    ]
    expect(new Set([rand, ...other]).size).toBe(other.length + 1)
  })

  test('settings of the tests make about twenty tickets a win', () => {
    const faceValueWei = faceValueFor(settings, { maxFloatWei: ether, gasPriceWei: gwei })
    expect(ticketsPerWin({ winProb: winProbFor(faceValueWei, settings.ticketEvWei) })).toBeCloseTo(20)
  })
})
