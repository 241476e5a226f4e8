/** Choosing the account to act with. */
export const wallet = {
  connect: 'Connect a wallet',
  title: 'Your account',
  about: 'These pages only show data until you connect an account. It signs each transaction itself.',
  kinds: {
    'test-account': 'test account',
    browser: 'wallet in this browser',
    phone: 'wallet on your phone',
  },
  none: 'No wallet was found in this browser. Install one, such as a browser extension, and open this page again.',
  connecting: 'Waiting for the wallet …',
  scan: 'Scan this with the wallet on your phone.',
  copyPairing: 'Copy the link instead',
  rejected: 'The wallet declined. Nothing was changed.',
  disconnect: 'Disconnect',
  portfolio: 'My stake',
  account: 'Account',
  wrongNetwork: (network: string) =>
    `The wallet is on another network than these pages, which show ${network}.`,
  switch: 'Switch the wallet’s network',
  close: 'Close',
}
