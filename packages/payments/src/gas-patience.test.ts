import fc from 'fast-check'
import { expect, test } from 'vitest'
import { gatewaySigner, recipientAddress, round, senderFacts } from '../test/fixtures.ts'
import { gasPriceLimitWei, mostUrgent, redemptionUrgency } from './gas-patience.ts'
import type { WinningTicket } from './ticket.ts'

/** Made in round 5, which begins at block 500 and has 100 blocks; valid until the end of round 6. */
const winner: WinningTicket = {
  ticket: {
    recipient: recipientAddress,
    sender: gatewaySigner.address,
    faceValueWei: 200n,
    winProb: 1n,
    senderNonce: 1,
    recipientRandHash: `0x${'01'.repeat(32)}`,
    ...round,
  },
  signature: new Uint8Array(65),
  recipientRand: 1n,
  paramsExpirationBlock: 580n,
}
const at = (latestBlock: bigint) => ({
  latestBlock,
  currentRound: latestBlock / 100n,
  ticketValidityRounds: 2n,
  startBlock: (latestBlock / 100n) * 100n,
  lengthBlocks: 100n,
})
const rich = { ...senderFacts({ depositWei: 3_000n, reserveRemainingWei: 300n }), owedWei: 200n }

test('a ticket has time at first, and none in the last fifth of its last round', () => {
  expect(redemptionUrgency(winner, at(580n), rich)).toBe(0n)
  expect(redemptionUrgency(winner, at(630n), rich)).toBe(500n)
  expect(redemptionUrgency(winner, at(679n), rich)).toBeLessThan(mostUrgent)
  expect(redemptionUrgency(winner, at(680n), rich)).toBe(mostUrgent)
  expect(redemptionUrgency(winner, at(750n), rich)).toBe(mostUrgent)
})

test('a deposit that no longer covers three times what is owed makes it urgent', () => {
  expect(redemptionUrgency(winner, at(581n), { ...rich, depositWei: 600n })).toBe(10n)
  expect(redemptionUrgency(winner, at(581n), { ...rich, depositWei: 300n })).toBe(500n)
  expect(redemptionUrgency(winner, at(581n), { ...rich, depositWei: 0n })).toBe(mostUrgent)
})

test('a sender that unlocks, or a reserve that somebody claims, leaves no time', () => {
  expect(redemptionUrgency(winner, at(581n), { ...rich, withdrawRound: 99n })).toBe(mostUrgent)
  expect(redemptionUrgency(winner, at(581n), { ...rich, reserveClaimedInRoundWei: 1n })).toBe(mostUrgent)
})

test('gas may cost its average without urgency, two averages at half of it, and anything in the end', () => {
  expect(gasPriceLimitWei(1_000n, 0n)).toBe(1_000n)
  expect(gasPriceLimitWei(1_000n, 500n)).toBe(2_000n)
  expect(gasPriceLimitWei(1_000n, 999n)).toBe(4_992n)
  expect(gasPriceLimitWei(1_000n, mostUrgent)).toBeUndefined()
})

test('urgency and the price it allows never fall while blocks go by, and end in any price before the ticket does', () => {
  const block = fc.bigInt({ min: 0n, max: 699n })
  fc.assert(
    fc.property(block, block, fc.bigInt({ min: 0n, max: 1n << 90n }), (one, other, averageWei) => {
      const [earlier, later] = one < other ? [one, other] : [other, one]
      const before = redemptionUrgency(winner, at(earlier), rich)
      const after = redemptionUrgency(winner, at(later), rich)
      expect(before >= 0n && before <= after && after <= mostUrgent).toBe(true)
      const [low, high] = [before, after].map((urgency) => gasPriceLimitWei(averageWei, urgency))
      if (high !== undefined) expect(low !== undefined && low <= high && low >= averageWei).toBe(true)
    }),
  )
  expect(redemptionUrgency(winner, at(699n), rich)).toBe(mostUrgent)
})
