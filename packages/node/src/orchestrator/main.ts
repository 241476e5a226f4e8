import { runDaemon } from '@millrace/daemon'
import { inheritedSocket } from '../daemon/inherited-socket.ts'
import { orchestratorConfigSchema } from './config.ts'

/** What follows the grace: transcoders, chain services and the database close. */
const closeMs = 1_500
const serviceSocketFd = inheritedSocket(process.env, { name: 'service', pid: process.pid })

await runDaemon(
  {
    role: 'orchestrator',
    purpose: 'Takes segments of gateways, transcodes them and is paid for it.',
    schema: orchestratorConfigSchema,
    // Loaded only now: help and mistyped settings are answered at once.
    start: async (config, deps) => {
      const { Orchestrator } = await import('./orchestrator.ts')
      return Orchestrator.create(config, { ...deps, serviceSocketFd })
    },
    stopTimeoutMs: ({ stopGraceMs }) => stopGraceMs + closeMs,
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
