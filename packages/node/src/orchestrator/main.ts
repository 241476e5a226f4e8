import { inheritedSocket } from '../daemon/inherited-socket.ts'
import { orchestratorConfigSchema } from './config.ts'
import { runOrchestrator } from './run-orchestrator.ts'

const serviceSocketFd = inheritedSocket(process.env, { name: 'service', pid: process.pid })

await runOrchestrator({
  purpose: 'Takes segments of gateways, transcodes them and is paid for it.',
  schema: orchestratorConfigSchema,
  // Loaded only now: help and mistyped settings are answered at once.
  start: async (config, deps) => {
    const { Orchestrator } = await import('./orchestrator.ts')
    return Orchestrator.create(config, { ...deps, serviceSocketFd })
  },
})
