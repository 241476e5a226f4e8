import type { Logger } from '@millrace/common'
import { runDaemon } from '@millrace/daemon'
import type { z } from 'zod'
import type { orchestratorConfigSchema } from './config.ts'
import type { Orchestrator } from './orchestrator.ts'

/** What follows the grace: transcoders, chain services and the database close. */
const closeMs = 1_500

export interface OrchestratorProgram<Schema extends typeof orchestratorConfigSchema> {
  /** What it does, in one sentence, for `--help`. */
  readonly purpose: string
  /** Of the orchestrator, and of what else the program has settings for. */
  readonly schema: Schema
  readonly start: (config: z.output<Schema>, deps: { readonly log: Logger }) => Promise<Orchestrator>
}

/** Runs an orchestrator as the purpose of this process, with the settings of its command line. */
export function runOrchestrator<Schema extends typeof orchestratorConfigSchema>({
  purpose,
  schema,
  start,
}: OrchestratorProgram<Schema>): Promise<void> {
  return runDaemon(
    {
      ...{ role: 'orchestrator', purpose, schema, start },
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
}
