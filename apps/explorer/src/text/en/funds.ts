/** The gateway's money. */
export const funds = {
  title: 'Gateway’s deposit',
  asking: 'Asking the gateway who it is',
  loading: 'Reading deposit and reserve',
  deposit: 'Deposit',
  reserve: 'Reserve',
  reserveHint: 'Pays the active set when the deposit is gone.',
  tickets: 'Tickets paid',
  ticketsHint: 'Winning tickets that were redeemed on the chain.',
  block: 'Block',
  atBlock: (block: string) => `Block ${block}`,
  empty: 'The deposit steps down here with every ticket that is redeemed.',
}
