import { BaseError, ConfigError, createLogger, type Logger, loadConfig } from '@millrace/common'
import { orchestratorConfigSchema } from '../config.ts'
import type { Orchestrator } from '../orchestrator.ts'
import { describeSettings, parseCommandLine } from './flags.ts'

export interface RunOptions {
  /** Without the program's own name. */
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string | undefined>>
}

/** A stop takes at most so long; what has not ended by then is left behind. */
const stopTimeoutMs = 4_500

const usage = `Usage: orchestrator [--config file.json] [--SETTING value …]

Takes segments of gateways, transcodes them and is paid for it. Settings come from the file, then from the environment
(MILLRACE_OPERATOR_PORT sets operatorPort), then from flags; lists and objects are written as JSON.

`

/**
 * Runs an orchestrator as the purpose of this process: from its start line to a signal, or to the end of the process that
 * forked it. Sets the process's exit code.
 */
export async function runOrchestrator({ args, env }: RunOptions): Promise<void> {
  const stopping = new AbortController()
  const onSignal = () => {
    // Who asks twice does not want to wait.
    if (stopping.signal.aborted) process.exit(1)
    stopping.abort()
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, onSignal)
  process.on('disconnect', () => stopping.abort())
  try {
    const { help, configFile: file, flags } = parseCommandLine(orchestratorConfigSchema, args)
    if (help) {
      process.stdout.write(`${usage}${describeSettings(orchestratorConfigSchema)}\n`)
      return process.disconnect?.()
    }
    const config = loadConfig(orchestratorConfigSchema, { file, env, flags })
    const log = createLogger({ name: 'orchestrator', level: config.logLevel })
    // Loaded only now: help and mistyped settings are answered at once.
    const { Orchestrator } = await import('../orchestrator.ts')
    const starting = Orchestrator.create(config, { log })
    await Promise.race([starting, abortOf(stopping.signal)])
    // A start cut short leaves nothing that the end of this process does not end too.
    if (stopping.signal.aborted) return process.exit(0)
    const orchestrator = await starting
    announce(orchestrator)
    await abortOf(stopping.signal)
    await closeInTime(orchestrator, log)
  } catch (error) {
    process.stderr.write(`${sentenceOf(error)}\n`)
    process.exitCode = 1
  }
  if (process.connected) process.disconnect()
  // Whatever is still open (a hanging connection to the chain) must not hold the process.
  setTimeout(() => process.exit(), 200).unref()
}

function announce({ address, serviceUri, operatorUrl, transcoderPids }: Orchestrator): void {
  process.stdout.write(`millrace orchestrator ${address} serves ${serviceUri}, operator API ${operatorUrl}\n`)
  const ready = {
    type: 'ready',
    role: 'orchestrator',
    pid: process.pid,
    address,
    serviceUri,
    operatorUrl,
    transcoderPids,
  }
  if (process.send) process.send(ready)
  else process.stdout.write(`${JSON.stringify(ready)}\n`)
}

async function closeInTime(orchestrator: Orchestrator, log: Logger): Promise<void> {
  const timer = setTimeout(() => {
    log.error('not everything ended in time')
    process.exit(1)
  }, stopTimeoutMs)
  await orchestrator.close()
  clearTimeout(timer)
}

function abortOf(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}

/** Known errors are one sentence; anything else comes with its stack, since it is a mistake of ours. */
function sentenceOf(error: unknown): string {
  if (error instanceof ConfigError)
    return `millrace orchestrator: ${error.message} --help lists all settings.`
  if (error instanceof BaseError) return `millrace orchestrator: ${error.message}`
  return `millrace orchestrator: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`
}
