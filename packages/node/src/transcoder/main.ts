import { runDaemon } from '@millrace/daemon'
import { transcoderConfigSchema } from './config.ts'
import type { Transcoder } from './transcoder.ts'

await runDaemon(
  {
    role: 'transcoder',
    purpose: 'Transcodes segments for one orchestrator, on another machine than its own.',
    schema: transcoderConfigSchema,
    // Segments at work are finished before the end.
    stopTimeoutMs: ({ drainMs }) => drainMs + 4_500,
    // Loaded only now: help and mistyped settings are answered at once.
    start: async (config, deps) => {
      const { Transcoder } = await import('./transcoder.ts')
      const transcoder = await Transcoder.create(config, deps)
      tellOnceRegistered(transcoder)
      return transcoder
    },
    describe: ({ orchestrator, capacityPixelsPerSecond, operatorUrl }) =>
      `offers ${orchestrator} ${Math.round(capacityPixelsPerSecond)} pixels a second, operator API ${operatorUrl}`,
    facts: ({ orchestrator, capacityPixelsPerSecond, operatorUrl }) => ({
      orchestrator,
      capacityPixelsPerSecond,
      operatorUrl,
    }),
  },
  { args: process.argv.slice(2), env: process.env },
)

/** Only the orchestrator knows whether it takes this transcoder; a lost connection is for the log. */
function tellOnceRegistered({ events }: Transcoder): void {
  let isTold = false
  events.on('registered', ({ orchestrator }) => {
    if (isTold) return
    isTold = true
    process.stdout.write(`millrace transcoder works for ${orchestrator}\n`)
  })
}
