import { runDaemon } from '@millrace/daemon'
import { transcoderConfigSchema } from './config.ts'

await runDaemon(
  {
    role: 'transcoder',
    purpose: 'Transcodes segments for one orchestrator, on another machine than its own.',
    schema: transcoderConfigSchema,
    // Segments at work are finished before the end.
    stopTimeoutMs: ({ drainMs }) => drainMs + 4_500,
    // Loaded only now: help and mistyped settings are answered at once.
    start: async (config, deps) => (await import('./transcoder.ts')).Transcoder.create(config, deps),
    describe: ({ orchestrator, capacityPixelsPerSecond, operatorUrl }) =>
      `works for ${orchestrator} with ${Math.round(capacityPixelsPerSecond)} pixels a second, operator API ${operatorUrl}`,
    facts: ({ orchestrator, capacityPixelsPerSecond, operatorUrl }) => ({
      orchestrator,
      capacityPixelsPerSecond,
      operatorUrl,
    }),
  },
  { args: process.argv.slice(2), env: process.env },
)
