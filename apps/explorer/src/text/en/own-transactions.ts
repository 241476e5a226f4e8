/** Transactions on their way, wherever the reader is. */
export const ownTransactions = {
  title: 'Your transactions',
  states: {
    signing: 'waits for your signature in the wallet',
    pending: 'was sent and waits for a block',
    confirmed: 'is done',
    failed: 'was refused by the contract',
    cancelled: 'was cancelled in the wallet',
    replaced: 'was replaced by another transaction of this account',
    dropped: 'is not known to the network any more, so it will not happen',
  },
  spedUp: 'It was sent again with a higher fee.',
  dismiss: 'Dismiss',
}
