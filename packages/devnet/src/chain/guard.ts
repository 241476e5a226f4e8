import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { BaseError, writeFileAtomic } from '@millrace/common'
import { type Failure, type FromGuard, type ToGuard, toGuardSchema } from './guard-messages.ts'
import { Supervisor, type SupervisorOptions } from './supervisor.ts'

// The program that owns anvil. It runs in a process of its own so that anvil ends, with its state saved, however the
// network's process ends: when that is killed, the channel between them closes.

let supervisor: Promise<Supervisor> | undefined
let pidFile: string | undefined
let isEnding = false

function tell(message: FromGuard): void {
  if (process.connected) process.send?.(message, undefined, undefined, () => undefined)
}

async function start(options: SupervisorOptions): Promise<Supervisor> {
  pidFile = join(options.dataDir, 'guard.pid')
  await writeFileAtomic(pidFile, String(process.pid))
  return Supervisor.start(options, {
    say: (level, message, fields = {}) => tell({ type: 'log', level, message, fields: { ...fields } }),
    onAnvil: (pid) => tell({ type: 'anvil', pid }),
  })
}

async function onMessage(message: ToGuard): Promise<void> {
  switch (message.type) {
    case 'start':
      supervisor = start(message.options)
      return supervisor.then(
        () => tell({ type: 'ready' }),
        (error) => {
          tell({ type: 'failed', failure: describe(error) })
          return end()
        },
      )
    case 'save':
      try {
        tell({ type: 'saved', report: await required(supervisor).then((one) => one.save()) })
      } catch (error) {
        tell({ type: 'save-failed', failure: describe(error) })
      }
      return
    case 'close':
      return end()
  }
}

async function end(): Promise<void> {
  if (isEnding) return
  isEnding = true
  const running = await supervisor?.catch(() => undefined)
  await running?.close().catch(() => undefined)
  if (pidFile) await rm(pidFile, { force: true }).catch(() => undefined)
  if (process.connected) process.disconnect()
}

function required<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('The chain was not started.')
  return value
}

function describe(error: unknown): Failure {
  const message = error instanceof Error ? error.message : String(error)
  if (!(error instanceof BaseError)) return { message, facts: {} }
  return { code: error.code, message, facts: { ...error.meta } }
}

process.on('message', (message) => void onMessage(toGuardSchema.parse(message)))
process.on('disconnect', () => void end())
process.on('SIGTERM', () => void end())
// Comes to the terminal's whole group; the network's process decides.
process.on('SIGINT', () => undefined)
