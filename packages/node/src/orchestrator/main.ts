import { runDaemon } from '../daemon/run-daemon.ts'
import { orchestratorConfigSchema } from './config.ts'

await runDaemon(
  {
    role: 'orchestrator',
    purpose: 'Takes segments of gateways, transcodes them and is paid for it.',
    schema: orchestratorConfigSchema,
    // Loaded only now: help and mistyped settings are answered at once.
    start: async (config, deps) => (await import('./orchestrator.ts')).Orchestrator.create(config, deps),
    describe: ({ address, serviceUri, operatorUrl }) =>
      `${address} serves ${serviceUri}, operator API ${operatorUrl}`,
    facts: ({ address, serviceUri, operatorUrl, transcoderPids, certificateFingerprint }) => ({
      address,
      serviceUri,
      operatorUrl,
      transcoderPids,
      certificateFingerprint,
    }),
  },
  { args: process.argv.slice(2), env: process.env },
)
