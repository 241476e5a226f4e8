import { BaseError, ConfigError, type LogFile, type Logger, loadConfig } from '@millrace/common'
import type { z } from 'zod'
import { openDaemonLog } from './daemon-log.ts'
import { describeSettings, parseCommandLine } from './flags.ts'
import { ServiceManager } from './service-manager.ts'

/** A role that runs as a process of its own. */
export interface DaemonPart {
  /** Where it answers how it is. */
  readonly operatorUrl: string
  close(): Promise<void>
  /** Rejects when the role cannot go on; its error is then what ends the process. */
  readonly failed?: Promise<never>
  /** Resolves when the role has done what it was to do; the process then stops as at a signal. */
  readonly ended?: Promise<void>
}

export interface DaemonOptions<Schema extends z.ZodObject, Part extends DaemonPart> {
  /** Name of the role, e.g. `gateway`. */
  readonly role: string
  /** What it does, in one sentence, for `--help`. */
  readonly purpose: string
  readonly schema: Schema
  /** Called once the settings are known to fit. */
  readonly start: (config: z.output<Schema>, deps: { readonly log: Logger }) => Promise<Part>
  /** A stop takes at most so long, when the role needs more than others. */
  readonly stopTimeoutMs?: (config: z.output<Schema>) => number
  /** One line for people. */
  readonly describe: (part: Part) => string
  /** Facts for whoever started the process. */
  readonly facts: (part: Part) => Readonly<Record<string, unknown>>
}

export interface DaemonInvocation {
  /** Without the program's own name. */
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string | undefined>>
}

/** A stop takes at most so long; what has not ended by then is left behind. */
const usualStopTimeoutMs = 4_500

/**
 * Runs a role as the purpose of this process: from its start line to a signal, or to the end of the process that forked
 * it. Sets the process's exit code.
 */
export async function runDaemon<Schema extends z.ZodObject, Part extends DaemonPart>(
  options: DaemonOptions<Schema, Part>,
  { args, env }: DaemonInvocation,
): Promise<void> {
  const { role, schema } = options
  const stopping = stopSignal()
  try {
    const { help, configFile: file, flags } = parseCommandLine(schema, args)
    if (help) {
      process.stdout.write(usage(options))
      return process.disconnect?.()
    }
    const config = loadConfig(schema, { file, env, flags })
    const { log, file: logFile } = openDaemonLog(role, config)
    const service = ServiceManager.of(env, { pid: process.pid, log })
    if (logFile || service) reopenAtHangup(logFile, service)
    const starting = options.start(config, { log })
    await Promise.race([starting, abortOf(stopping)])
    // A start cut short leaves nothing that the end of this process does not end too.
    if (stopping.aborted) return process.exit(0)
    const part = await starting
    announce(options, part)
    service?.follow(part.operatorUrl)
    const stopTimeoutMs = options.stopTimeoutMs?.(config) ?? usualStopTimeoutMs
    try {
      const stopped = abortOf(stopping)
      await Promise.race([stopped, part.failed ?? stopped, part.ended ?? stopped])
    } finally {
      void service?.stopping(stopTimeoutMs)
      await closeInTime(part, log, stopTimeoutMs)
    }
  } catch (error) {
    process.stderr.write(`millrace ${role}: ${sentenceOf(error)}\n`)
    process.exitCode = 1
  }
  if (process.connected) process.disconnect()
  // Whatever is still open (a hanging connection to the chain) must not hold the process.
  setTimeout(() => process.exit(), 200).unref()
}

/** Aborts at a signal or when the parent process is gone; a second signal ends the process at once. */
function stopSignal(): AbortSignal {
  const stopping = new AbortController()
  const stop = () => {
    if (stopping.signal.aborted) process.exit(1)
    stopping.abort()
  }
  for (const event of ['SIGINT', 'SIGTERM'] as const) process.on(event, stop)
  process.on('disconnect', () => stopping.abort())
  return stopping.signal
}

/** Without a file or a service manager a hangup ends the process, as it does with every program of a terminal. */
function reopenAtHangup(logFile: LogFile | undefined, service: ServiceManager | undefined): void {
  const reopen = () => logFile?.reopen()
  process.on('SIGHUP', () => (service ? service.reload(reopen) : reopen()))
}

function usage<Schema extends z.ZodObject, Part extends DaemonPart>({
  role,
  purpose,
  schema,
}: DaemonOptions<Schema, Part>): string {
  return `Usage: ${role} [--config file.json] [--SETTING value …]

${purpose}
Settings come from the file, then from the environment (MILLRACE_DATA_DIR sets dataDir), then from flags; lists and
objects are written as JSON.

${describeSettings(schema)}
`
}

function announce<Schema extends z.ZodObject, Part extends DaemonPart>(
  { role, describe, facts }: DaemonOptions<Schema, Part>,
  part: Part,
): void {
  process.stdout.write(`millrace ${role} ${describe(part)}\n`)
  const ready = { type: 'ready', role, pid: process.pid, ...facts(part) }
  if (process.send) process.send(ready)
  else process.stdout.write(`${JSON.stringify(ready)}\n`)
}

async function closeInTime(part: DaemonPart, log: Logger, stopTimeoutMs: number): Promise<void> {
  const timer = setTimeout(() => {
    log.error('not everything ended in time')
    process.exit(1)
  }, stopTimeoutMs)
  await part.close()
  clearTimeout(timer)
}

function abortOf(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}

/** Known errors are one sentence; anything else comes with its stack, since it is a mistake of ours. */
function sentenceOf(error: unknown): string {
  if (error instanceof ConfigError) return `${error.message} --help lists all settings.`
  if (error instanceof BaseError) return error.message
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
