import { runDaemon } from '@millrace/daemon'
import { testerConfigSchema } from './config.ts'

const { DATABASE_URL: databaseUrl, ...env } = process.env

await runDaemon(
  {
    role: 'tester',
    purpose: 'Measures orchestrators with test streams, and serves how they did.',
    schema: testerConfigSchema,
    // Loaded only now: help and mistyped settings are answered at once.
    start: async (config, deps) => (await import('./tester.ts')).Tester.create(config, deps),
    describe: ({ url, operatorUrl }) => `serves scores at ${url}, operator API ${operatorUrl}`,
    facts: ({ url, operatorUrl }) => ({ url, operatorUrl }),
  },
  {
    args: process.argv.slice(2),
    env: databaseUrl === undefined ? env : { MILLRACE_DATABASE_URL: databaseUrl, ...env },
  },
)
