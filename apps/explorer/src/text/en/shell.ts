/** What frames every page. */
export const shell = {
  name: 'Millrace',
  skip: 'Skip to the content',
  navigation: 'Pages',
  pages: {
    overview: 'Overview',
    orchestrators: 'Orchestrators',
    delegators: 'Delegators',
    health: 'Health',
    leaderboard: 'Leaderboard',
    gateways: 'Gateways',
    stake: 'Stake',
    rounds: 'Rounds',
    transactions: 'Transactions',
    status: 'Status',
  },
  theme: {
    label: 'Theme',
    system: 'As the system',
    light: 'Light',
    dark: 'Dark',
  },
  footer: 'Data of the chain, served by an indexer that anybody can run.',
  api: 'API',
  noSuchPage: 'There is no such page',
  noSuchPageHint: 'The name at the top leads to the overview.',
  pageFailed: 'This page has failed',
  indexerStale: (time: string) => `The indexer is not heard since ${time}: what it told is from then.`,
  indexerBehind: (blocks: string, age: string) =>
    `The indexer is ${blocks} blocks behind the chain: what it tells is ${age} old.`,
}
