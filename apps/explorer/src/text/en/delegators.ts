/** The list of delegators. */
export const delegators = {
  title: 'Delegators',
  titleOf: (count: string) => `Delegators: ${count}`,
  label: 'Accounts that stake, the largest first',
  empty: { title: 'Nobody has staked yet', text: 'The first one to bond to an orchestrator stands here.' },
  columns: {
    address: 'Account',
    state: 'State',
    stake: 'Stake',
    delegate: 'Delegate',
    fees: 'Pending fees',
  },
}
