/**
 * Gas of each operation on the live protocol, measured through its proxies with the optimizer at 200 runs, the pool of
 * 100 filled, a treasury cut of 10 % and vote checkpoints on. A batch is of ten tickets.
 */
export const liveGas = {
  'bond: self, first in an empty pool': 639_196,
  'bond: self, 11th, no hint': 647_106,
  'bond: self, 100th, no hint (tail)': 1_122_645,
  'bond: pool full, evicts the tail, becomes head': 613_407,
  'bond: new delegator to rank 2': 475_952,
  'bond: new delegator to rank 50, no hint': 743_102,
  'bond: new delegator to rank 51, exact hint': 475_848,
  'bond: more, same delegate, claims 3 rounds': 595_044,
  'transcoder: config change': 140_434,
  initializeRound: 260_124,
  'reward: rank 2, first (cut not yet active)': 587_913,
  'reward: rank 2, second': 556_228,
  'reward: rank 2, steady': 539_128,
  'reward: rank 50, no hint': 833_492,
  'reward: rank 99, no hint': 1_094_443,
  'claimEarnings: over 0 rounds': 132_594,
  'claimEarnings: over 1 round': 265_460,
  'claimEarnings: over 100 rounds': 265_460,
  'claimEarnings: over 1000 rounds': 265_759,
  unbond: 326_723,
  rebond: 254_174,
  'transferBond: to a fresh address': 585_646,
  withdrawStake: 104_401,
  withdrawFees: 157_944,
  'fundDepositAndReserve: first': 107_904,
  unlock: 91_064,
  'redeemWinningTicket: first of the round, deposit': 243_032,
  'redeemWinningTicket: later, deposit': 184_503,
  'redeemWinningTicket: later, deposit and reserve': 263_978,
  'redeemWinningTicket: later, reserve only': 231_988,
  'batchRedeemWinningTickets: ten, deposit': 909_289,
} as const satisfies Readonly<Record<string, number>>

export type Operation = keyof typeof liveGas

/** Operations that the live protocol has not. */
export const ownOperations = [
  'setTexts: three short texts, new',
  'setTexts: three short texts, again',
  'link: signed by the other',
  'unlink',
] as const

export type OwnOperation = (typeof ownOperations)[number]
export const batchSize = 10
