import { runDaemon } from '@millrace/daemon'
import { redeemerConfigSchema } from './config.ts'

await runDaemon(
  {
    role: 'redeemer',
    purpose: 'Redeems the winning tickets of several orchestrators of one operator.',
    schema: redeemerConfigSchema,
    // Loaded only now: help and mistyped settings are answered at once.
    start: async (config, deps) => (await import('./redeemer.ts')).Redeemer.create(config, deps),
    describe: ({ address, url, operatorUrl }) => `${address} serves ${url}, operator API ${operatorUrl}`,
    facts: ({ address, url, operatorUrl }) => ({ address, url, operatorUrl }),
  },
  { args: process.argv.slice(2), env: process.env },
)
