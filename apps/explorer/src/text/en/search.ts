/** The box at the top of every page, and the page of what it found. */
export const search = {
  title: 'Search',
  label: 'Search',
  placeholder: 'Address, name, round, block or hash',
  hint: 'An address or its beginning, a name, the number of a round or a block, or the hash of a transaction.',
  submit: 'Search',
  results: 'What was found',
  found: (count: number) => (count === 1 ? 'One hit' : `${count} hits`),
  nothing: (words: string) => `Nothing is known of “${words}”`,
  empty: 'What are you looking for?',
  looking: 'Looking …',
  kinds: {
    orchestrator: 'Orchestrator',
    delegator: 'Delegator',
    gateway: 'Gateway',
    holder: 'Token holder',
    round: 'Round',
    transaction: 'Transaction',
    block: 'Block',
    account: 'Account',
  } as Readonly<Record<string, string>>,
}
