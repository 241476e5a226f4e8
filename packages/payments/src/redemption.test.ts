import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { gatewaySigner, recipientAddress, round, senderFacts, strangerSigner } from '../test/fixtures.ts'
import { decideRedemption, planRedemptions, type RedemptionFacts } from './redemption.ts'
import type { Ticket, WinningTicket } from './ticket.ts'

const chain: RedemptionFacts = {
  latestBlock: 101n,
  currentRound: 5n,
  ticketValidityRounds: 2n,
  isRecipientActive: true,
  txCostWei: 10n,
}
const funded = senderFacts({ depositWei: 1000n, reserveRemainingWei: 300n, poolSize: 3n })

function winner(changes: Partial<Ticket> = {}, paramsExpirationBlock = 100n): WinningTicket {
  const ticket: Ticket = {
    recipient: recipientAddress,
    sender: gatewaySigner.address,
    faceValueWei: 200n,
    winProb: 1n,
    senderNonce: 1,
    recipientRandHash: `0x${'01'.repeat(32)}`,
    ...round,
    ...changes,
  }
  return { ticket, signature: new Uint8Array(65), recipientRand: 1n, paramsExpirationBlock }
}

const reason = (changes: Partial<RedemptionFacts>, facts = funded, won = winner()) => {
  const decision = decideRedemption(won, { ...chain, ...changes }, facts)
  return decision.action === 'redeem' ? 'redeem' : decision.reason
}

describe('a winner', () => {
  test('is redeemed when its params expired and there is money for it', () => {
    expect(reason({})).toBe('redeem')
  })

  test('waits until its secret number is of no more use', () => {
    expect(reason({ latestBlock: 100n })).toBe('params-not-expired')
    expect(reason({ latestBlock: 0n })).toBe('params-not-expired')
  })

  test('is dropped when its round is too old for the contract, and not a round before', () => {
    expect(reason({ currentRound: 6n })).toBe('redeem')
    expect(reason({ currentRound: 7n })).toBe('ticket-expired')
    expect(reason({ currentRound: 24n, ticketValidityRounds: 20n })).toBe('redeem')
    expect(reason({ currentRound: 25n, ticketValidityRounds: 20n })).toBe('ticket-expired')
  })

  test('waits while the recipient is out of the active set', () => {
    expect(reason({ isRecipientActive: false })).toBe('recipient-inactive')
  })

  test('waits while the sender is unlocked, which the contract refuses', () => {
    expect(reason({}, { ...funded, withdrawRound: 5n })).toBe('sender-unlocked')
    expect(reason({}, { ...funded, withdrawRound: 6n })).toBe('redeem')
  })

  test('waits while redeeming costs as much as it brings', () => {
    expect(reason({ txCostWei: 200n })).toBe('tx-cost')
    expect(reason({ txCostWei: 199n })).toBe('redeem')
  })

  test('waits for funds that cannot pay it, of which those of other winners are no part', () => {
    expect(reason({}, { ...funded, depositWei: 0n, reserveRemainingWei: 0n })).toBe('sender-funds')
    expect(reason({}, { ...funded, pendingWei: 900n })).toBe('redeem')
    expect(reason({}, { ...funded, pendingWei: 901n })).toBe('sender-funds')
  })

  test('takes a part of its face value only in the last round in which it can', () => {
    // Deposit and reserve together hold 200, this recipient's share of them is 150.
    const short = senderFacts({ depositWei: 125n, reserveRemainingWei: 75n, poolSize: 3n })
    expect(reason({ currentRound: 5n }, short)).toBe('sender-funds')
    expect(reason({ currentRound: 6n }, short)).toBe('redeem')
    // The contract refuses what even both together cannot pay.
    expect(reason({ currentRound: 6n }, { ...short, depositWei: 124n })).toBe('sender-funds')
    expect(reason({ currentRound: 6n, txCostWei: 150n }, short)).toBe('sender-funds')
  })
})

test('those that end first go first, and each one counts for the next of its sender', () => {
  const late = winner({ creationRound: 5n, senderNonce: 1 }, 90n)
  const early = winner({ creationRound: 4n, senderNonce: 2 }, 95n)
  const middle = winner({ creationRound: 5n, senderNonce: 3 }, 80n)
  const other = winner({ creationRound: 5n, senderNonce: 4, sender: strangerSigner.address }, 99n)
  const facts = senderFacts({ depositWei: 400n, reserveRemainingWei: 0n })
  const plan = planRedemptions([late, early, middle, other], chain, () => facts)
  expect(plan.map(({ winner: { ticket }, decision }) => [ticket.senderNonce, decision.action])).toEqual([
    [2, 'redeem'],
    [3, 'redeem'],
    [1, 'wait'],
    [4, 'redeem'],
  ])
})

test('no plan promises more than a sender has', () => {
  const wei = fc.bigInt({ min: 0n, max: 2000n })
  const lists = fc.array(fc.tuple(fc.bigInt({ min: 1n, max: 500n }), fc.bigInt({ min: 2n, max: 6n })), {
    maxLength: 20,
  })
  fc.assert(
    fc.property(lists, wei, wei, wei, (list, depositWei, reserveRemainingWei, pendingWei) => {
      const winners = list.map(([faceValueWei, creationRound], index) =>
        winner({ faceValueWei, creationRound, senderNonce: index }),
      )
      const facts = senderFacts({ depositWei, reserveRemainingWei, pendingWei })
      const plan = planRedemptions(winners, chain, () => facts)
      const redeemed = plan.filter(({ decision }) => decision.action === 'redeem')
      const total = redeemed.reduce((sum, { winner: won }) => sum + won.ticket.faceValueWei, 0n)
      if (redeemed.length > 0) expect(total + pendingWei <= depositWei + reserveRemainingWei).toBe(true)
      expect(plan.length).toBe(winners.length)
      for (const { winner: won, decision } of plan) {
        expect(decision.action === 'drop').toBe(won.ticket.creationRound + 2n <= chain.currentRound)
      }
    }),
  )
})
