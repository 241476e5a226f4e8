/**
 * The program of an orchestrator that cheats, for a devnet: the honest one, with its own key, sessions, payments and
 * signatures, around a transcoder that returns something else. Whoever is to be tried with it must find nothing wrong but
 * the pictures.
 */
import { Orchestrator, orchestratorConfigSchema, runOrchestrator } from '@millrace/node/orchestrator'
import { CheatingTranscoder } from './cheating-transcoder.ts'
import { cheatKind, cheatPace, cheatPlanOf } from './settings.ts'
import { SpoilerProcess } from './spoiler/spoiler-process.ts'

await runOrchestrator({
  purpose: 'Takes segments of gateways, is paid for them, and returns something else.',
  schema: orchestratorConfigSchema.extend({ cheat: cheatKind, ...cheatPace }),
  start: ({ cheat, cheatAfter, cheatShare, ...config }, deps) => {
    const plan = cheatPlanOf({ cheat, cheatAfter, cheatShare })
    const spoiler = new SpoilerProcess()
    process.once('exit', () => spoiler.close())
    return Orchestrator.create(config, {
      ...deps,
      wrapTranscoder: (honest) => new CheatingTranscoder(plan, { honest, spoiler }),
    })
  },
})
