import { runDaemon } from '@millrace/daemon'
import { gatewayConfigSchema } from './config.ts'

await runDaemon(
  {
    role: 'gateway',
    purpose: 'Takes live streams in, has them transcoded by orchestrators, and plays the renditions out.',
    schema: gatewayConfigSchema,
    // Loaded only now: help and mistyped settings are answered at once.
    start: async (config, deps) => (await import('./gateway.ts')).Gateway.create(config, deps),
    describe: ({ rtmpUrl, httpUrl, operatorUrl }) =>
      `takes RTMP at ${rtmpUrl}, playback and status at ${httpUrl}, operator API ${operatorUrl}`,
    facts: ({ rtmpUrl, httpUrl, operatorUrl }) => ({ rtmpUrl, httpUrl, operatorUrl }),
  },
  { args: process.argv.slice(2), env: process.env },
)
