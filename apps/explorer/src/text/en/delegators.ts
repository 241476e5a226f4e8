/** The list of delegators. */
export const delegators = {
  title: 'Delegators',
  titleOf: (count: string) => `${count} delegators`,
  filters: 'Filters',
  label: 'Accounts that stake, the largest first',
  empty: { title: 'Nobody is like this', text: 'Show all states to see everybody who ever staked.' },
  state: 'State',
  search: 'Address',
  anyState: 'All',
  states: {
    bonded: 'bonded',
    pending: 'pending',
    unbonding: 'unbonding',
    unbonded: 'unbonded',
  } as Readonly<Record<string, string>>,
  columns: {
    address: 'Account',
    state: 'State',
    stake: (symbol: string) => `Stake ${symbol}`,
    delegate: 'Delegate',
    rewards: (symbol: string) => `Rewards ${symbol}`,
    fees: 'Pending fees ETH',
    since: 'Since round',
  },
  hints: {
    stake: 'With all that it earned to date.',
    rewards: 'All that it ever earned, claimed or not.',
    fees: 'What can be withdrawn now.',
    since: 'The first round in which its stake counts with its present delegate.',
  },
}
