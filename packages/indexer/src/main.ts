import { runDaemon } from '@millrace/daemon'
import { indexerConfigSchema } from './config.ts'

const { DATABASE_URL: databaseUrl, ...env } = process.env

await runDaemon(
  {
    role: 'indexer',
    purpose: 'Follows the chain into a database and serves what it learned over HTTP.',
    schema: indexerConfigSchema,
    // Loaded only now: help and mistyped settings are answered at once.
    start: async (config, deps) => (await import('./indexer.ts')).Indexer.create(config, deps),
    describe: ({ url }) => `serves ${url}`,
    facts: ({ url }) => ({ url }),
  },
  {
    args: process.argv.slice(2),
    env: databaseUrl === undefined ? env : { MILLRACE_DATABASE_URL: databaseUrl, ...env },
  },
)
