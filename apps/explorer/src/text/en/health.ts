/** How stake is spread, and how much it moves. */
export const health = {
  title: 'Network health',
  intro:
    'Whether many hold the network or a few. What is shown of today is computed on this page from each account’s stake; each measure says how.',
  of: { label: 'Stake of', orchestrators: 'Orchestrators', delegators: 'Delegators' },
  by: { label: 'Counted by', address: 'Address', entity: 'Linked entity' },
  noLinks: 'No accounts are linked: by entity is the same as by address.',
  links: (count: number) =>
    count === 1
      ? 'One account is linked to another and counts as one with it.'
      : `${count} accounts are linked to others and count as one with them.`,
  linksHint:
    'Accounts are linked by their owners, with proof by both keys. Owners who link none cannot be seen through.',
  empty: { title: 'Nobody has stake', text: 'There is nothing to measure before somebody has.' },
  formula: 'How it is computed',
  trendHint: 'The trend is of orchestrators’ stake by address, round by round.',
  counts: { orchestrators: 'active orchestrators', delegators: 'delegators' },
  nakamoto: {
    title: 'Nakamoto coefficient',
    third: 'more than 1/3',
    half: 'more than 1/2',
    twoThirds: 'more than 2/3',
    thirdHint: 'So many together can stop what needs two thirds.',
    halfHint: 'So many together decide every vote.',
    twoThirdsHint: 'So many together can do anything that needs two thirds.',
    formula:
      'Stakes are added up from the largest on; it is the number of stakes after which the sum first passes a third, half or two thirds of all. More is better.',
  },
  gini: {
    title: 'Inequality',
    value: 'Gini',
    formula:
      'Twice the area between the curve and the line of equality: the mean difference of two stakes, divided by twice the mean stake. 0 when all have the same, close to 1 when one has nearly all. It does not tell how many there are.',
    lorenz: 'Lorenz curve',
    axis: 'Smallest accounts',
    smallest: (percent: string) => `The smallest ${percent} of accounts`,
    held: 'Stake that they have',
    equal: 'If all had the same',
  },
  hhi: {
    title: 'Concentration',
    value: 'HHI',
    effective: 'Effective number',
    formula:
      'The Herfindahl–Hirschman index is the sum of the squares of all shares: 1 when one has all. One divided by it is how many accounts of equal size would be as concentrated.',
  },
  theil: {
    title: 'Largest shares',
    value: 'Theil',
    top: (count: number) => (count === 1 ? 'The largest' : `The ${count} largest`),
    formula:
      'The Theil index is the sum of each share times the logarithm of share × number of accounts: 0 when all have the same. The other figures are what the largest accounts have of all.',
  },
  churn: {
    title: 'Stake churn',
    value: 'Churn',
    when: (round: string) => `in round ${round}`,
    new: 'New',
    moved: 'Moved',
    unbonded: 'Unbonded',
    formula:
      'Stake that was newly bonded, moved to another orchestrator or unbonded in a round, divided by all active stake of the round. Close to 0, nobody chooses any more.',
  },
  ranks: {
    title: 'Rank persistence',
    value: 'Spearman’s ρ',
    formula:
      'The correlation of orchestrators’ ranks by stake in a round and 30 rounds before, among those that were active in both: 1 − 6 Σd² / (n (n² − 1)). 1 when no rank has changed, 0 when the old ranks say nothing of the new ones.',
    none: 'not known before 30 rounds',
  },
  turnover: {
    title: 'Entry and exit',
    value: 'Entered or left',
    entered: 'Entered',
    left: 'Left',
    formula:
      'Orchestrators that are active in a round and were not in the one before, and those that were and are not any more.',
  },
  trend: { third: '1/3', half: '1/2', gini: 'Gini', effective: 'Effective number', rank: 'Spearman’s ρ' },
}
