/** Packages that are published, lowest level first; the command and the network on one machine come from a clone. */
export const publishedPackages = [
  'common',
  'crypto',
  'abi',
  'client',
  'media',
  'payments',
  'chain',
  'wire',
  'node',
] as const
