import { filterOf, type ListDefinition } from './list.ts'

const schema = '"indexer"'

/** Events, votes, and what else stands in the ledger. */
export const networkLists: readonly ListDefinition[] = [
  {
    ...{ path: '/v1/events', summary: 'Every event of every contract, decoded.' },
    from: `(select x.*, b.time from ${schema}.event x join ${schema}.block b on b.number = x.block_number)`,
    ...{ key: ['blockNumber', 'logIndex'], order: 'desc', sorts: ['blockNumber'] },
    columns: {
      blockNumber: { kind: 'count' },
      logIndex: { kind: 'count' },
      time: { kind: 'time' },
      txHash: { kind: 'text' },
      contract: { kind: 'text' },
      address: { kind: 'text' },
      name: { kind: 'text' },
      round: { kind: 'count' },
      args: { kind: 'json', describe: 'Arguments by name; whole numbers as decimal text.' },
    },
    filters: {
      contract: filterOf.word('contract'),
      name: filterOf.word('name'),
      txHash: filterOf.hash('tx_hash'),
      round: {
        ...filterOf.count('round'),
        // By the blocks of the round, which are indexed.
        where: `round = $::bigint and block_number between
          (select coalesce(max(block_number), 0) from ${schema}.round where round <= $::bigint)
          and (select coalesce(min(block_number), 9007199254740991) from ${schema}.round where round > $::bigint)`,
      },
      fromBlock: filterOf.count('block_number', '>='),
      toBlock: filterOf.count('block_number', '<='),
      account: {
        ...filterOf.address('account'),
        where: `exists (select 1 from ${schema}.event_account a where a.account = $
          and a.block_number = t.block_number and a.log_index = t.log_index)`,
      },
    },
  },
  {
    ...{ path: '/v1/proposals', summary: 'Proposals of the treasury’s governor.' },
    ...{ from: `${schema}.proposal`, key: ['proposalId'], order: 'desc', sorts: ['createdBlock'] },
    columns: {
      proposalId: { kind: 'wei' },
      proposer: { kind: 'text' },
      calls: { kind: 'json', describe: 'Calls that it makes: target, valueWei, data.' },
      description: { kind: 'text' },
      voteStart: { kind: 'count', describe: 'Round after which votes count.' },
      voteEnd: { kind: 'count' },
      createdBlock: { kind: 'count' },
      state: { kind: 'text', describe: 'The last step that an event told.' },
      eta: { kind: 'time', nullable: true },
    },
    filters: { proposer: filterOf.address('proposer'), state: filterOf.word('state') },
  },
  {
    ...{ path: '/v1/proposal-votes', summary: 'Votes on proposals (0 against, 1 for, 2 abstain).' },
    ...{
      from: `${schema}.proposal_vote`,
      key: ['proposalId', 'voter'],
      order: 'desc',
      sorts: ['blockNumber'],
    },
    columns: {
      proposalId: { kind: 'wei' },
      voter: { kind: 'text' },
      support: { kind: 'count' },
      weightWei: { kind: 'wei' },
      reason: { kind: 'text' },
      blockNumber: { kind: 'count' },
    },
    filters: {
      proposalId: { ...filterOf.word('proposal_id::text') },
      voter: filterOf.address('voter'),
    },
  },
  {
    ...{ path: '/v1/polls', summary: 'Polls, whose tally follows from stake at their end.' },
    ...{ from: `${schema}.poll`, key: ['address'], order: 'desc', sorts: ['createdBlock'] },
    columns: {
      address: { kind: 'text' },
      proposal: { kind: 'text', describe: 'Bytes in hexadecimal; by custom the IPFS name of its text.' },
      startBlock: { kind: 'count', describe: 'As the contracts count, like `endBlock`.' },
      endBlock: { kind: 'count', describe: 'The last block in which votes count.' },
      quorum: { kind: 'count', describe: 'Parts per million.' },
      quota: { kind: 'count', describe: 'Parts per million.' },
      createdBlock: { kind: 'count' },
    },
    filters: { address: filterOf.address('address') },
  },
  {
    ...{ path: '/v1/poll-votes', summary: 'The last choice of each voter in each poll (0 yes, 1 no).' },
    ...{ from: `${schema}.poll_vote`, key: ['poll', 'voter'], order: 'desc', sorts: ['blockNumber'] },
    columns: {
      poll: { kind: 'text' },
      voter: { kind: 'text' },
      choice: { kind: 'wei' },
      blockNumber: { kind: 'count' },
    },
    filters: { poll: filterOf.address('poll'), voter: filterOf.address('voter') },
  },
  {
    ...{ path: '/v1/parameters', summary: 'Parameters of the protocol as last set.' },
    ...{ from: `${schema}.parameter`, key: ['name'], order: 'asc', sorts: ['name'] },
    columns: { name: { kind: 'text' }, value: { kind: 'wei' }, blockNumber: { kind: 'count' } },
    filters: {},
  },
  {
    path: '/v1/outbox',
    summary: 'What happened, for consumers that act on each exactly once: provisional, confirmed, retracted.',
    ...{ from: `${schema}.outbox`, key: ['seq'], order: 'asc', sorts: ['seq'] },
    columns: {
      seq: { kind: 'count', describe: 'Ask for what is after the last one that was seen.' },
      id: { kind: 'text', describe: 'The same for the same happening, whatever block it ends up in.' },
      state: { kind: 'text' },
      kind: { kind: 'text' },
      subject: { kind: 'text', nullable: true },
      round: { kind: 'count' },
      blockNumber: { kind: 'count' },
      blockHash: { kind: 'text' },
      txHash: { kind: 'text' },
      time: { kind: 'time' },
      data: { kind: 'json' },
    },
    filters: {
      after: { ...filterOf.count('seq'), where: 'seq > $::bigint' },
      state: filterOf.word('state'),
      kind: filterOf.word('kind'),
      subject: filterOf.address('subject'),
    },
  },
]
