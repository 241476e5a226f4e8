/**
 * The program of an orchestrator that cheats, for a devnet: the honest one, with its own key, sessions, payments and
 * signatures, around a transcoder that returns something else. Whoever is to be tried with it must find nothing wrong but
 * the pictures.
 */
import { runDaemon } from '@millrace/daemon'
import { Orchestrator, orchestratorConfigSchema } from '@millrace/node/orchestrator'
import { CheatingTranscoder } from './cheating-transcoder.ts'
import { cheatPlanOf, cheatSettings } from './settings.ts'
import { SpoilerProcess } from './spoiler/spoiler-process.ts'

const closeMs = 1_500

await runDaemon(
  {
    role: 'orchestrator',
    purpose: 'Takes segments of gateways, is paid for them, and returns something else.',
    schema: orchestratorConfigSchema.extend({ ...cheatSettings, cheat: cheatSettings.cheat.unwrap() }),
    start: ({ cheat, cheatAfter, cheatShare, ...config }, deps) => {
      const plan = cheatPlanOf({ cheat, cheatAfter, cheatShare })
      const spoiler = new SpoilerProcess()
      process.once('exit', () => spoiler.close())
      return Orchestrator.create(config, {
        ...deps,
        wrapTranscoder: (honest) => new CheatingTranscoder(plan, { honest, spoiler }),
      })
    },
    stopTimeoutMs: ({ stopGraceMs }) => stopGraceMs + closeMs,
    describe: ({ address, serviceUri }) => `${address} cheats at ${serviceUri}`,
    facts: ({ address, serviceUri, operatorUrl }) => ({ address, serviceUri, operatorUrl }),
  },
  { args: process.argv.slice(2), env: process.env },
)
