/** Packages that are published, lowest level first. */
export const publishedPackages = [
  'common',
  'crypto',
  'abi',
  'client',
  'media',
  'payments',
  'chain',
  'database',
  'wire',
  'verification',
  'daemon',
  'node',
  'indexer',
  'devnet',
  'cli',
] as const
export type PublishedPackage = (typeof publishedPackages)[number]

export interface Bundled {
  /** What it is, after "Its". */
  readonly what: string
  /** Whose work is in it, by folder in the lockfile. */
  readonly paths: readonly string[]
  /** Folder of this repository whose dependencies are in it, too. */
  readonly withDependenciesOf?: string
}

/** Work of others that is in the files of a package, beside what npm fetches along with it. */
export const bundled: { readonly [name in PublishedPackage]?: Bundled } = {
  abi: {
    what: 'bytecode is compiled from',
    paths: ['node_modules/@openzeppelin/contracts', 'node_modules/@openzeppelin/contracts-upgradeable'],
  },
  cli: {
    what: 'pages are built from',
    paths: ['node_modules/tailwindcss'],
    withDependenciesOf: 'apps/explorer',
  },
}

/** Folders of this repository that are copied into a package beside its built files, and their names there. */
export const besides: {
  readonly [name in PublishedPackage]?: { readonly from: string; readonly to: string }
} = {
  cli: { from: 'apps/explorer/dist', to: 'pages' },
  indexer: { from: 'packages/indexer/migrations', to: 'migrations' },
  node: { from: 'packages/node/migrations', to: 'migrations' },
}
