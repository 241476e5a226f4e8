/** Accounts that pay for transcoding: the list, and the page of one. */
export const gateways = {
  title: 'Gateways',
  label: 'Accounts that pay for transcoding',
  all: 'All gateways',
  one: 'Gateway',
  empty: { title: 'Nobody pays for transcoding yet', text: 'A gateway stands here once it has a deposit.' },
  unknown: { title: 'Not a gateway', text: 'This account never had a deposit or a reserve.' },
  columns: {
    address: 'Gateway',
    deposit: 'Deposit ETH',
    reserve: 'Reserve ETH',
    fees90: 'Fees 90 days ETH',
    fees: 'Fees ever ETH',
    tickets: 'Winning tickets',
    state: 'State',
  },
  unlocking: 'unlocking',
  unlockingReason: (round: string) =>
    `It asked for its funds back: they can be withdrawn from round ${round} on.`,
  selfRedeem: 'pays itself',
  selfRedeemReason: (amount: string) =>
    `In the last 90 rounds it paid ${amount} ETH to itself as an orchestrator: that is no demand from outside.`,
  figures: {
    title: 'Funds and fees',
    deposit: 'Deposit',
    reserve: 'Reserve',
    fees: 'Fees ever',
    fees90: 'Fees 90 days',
    tickets: 'Winning tickets',
    funded: 'Last funded in block',
  },
  paid: {
    title: 'Whom it paid',
    label: 'Orchestrators that this gateway paid, those that got most first',
    empty: { title: 'It has paid nobody yet' },
    columns: {
      orchestrator: 'Orchestrator',
      fees90: 'Fees 90 days ETH',
      fees: 'Fees ETH',
      part: 'Part of all',
      tickets: 'Winning tickets',
      last: 'Last in round',
    },
  },
  payments: {
    title: 'Payments by round',
    label: 'What it paid to whom in each round, the newest first',
    columns: {
      round: 'Round',
      time: 'Began',
      orchestrator: 'Orchestrator',
      fees: 'Fees ETH',
      tickets: 'Winning tickets',
    },
  },
}
