/**
 * The program of a worker process. It takes one order at a time from the pool over the IPC channel and works on it
 * synchronously: nothing else happens in this process, and so a crash or a hang in FFmpeg takes nothing with it.
 */
import { answerParent, serveParent } from '../../child/serve-parent.ts'
import { inspectRendition } from './inspect-rendition.ts'
import { look } from './look/look.ts'
import type { TranscodeOrder, WorkerAnswer, WorkerOrder, WorkerSettings, WorkerUsage } from './messages.ts'
import { Refusal } from './refusal.ts'
import { remux } from './remux.ts'
import { makeSample } from './sample.ts'
import { transcodeWithFallback } from './transcode-segment.ts'
import { tryDevice } from './try-device.ts'

let settings: WorkerSettings = { preset: 'veryfast', threads: 0 }

serveParent<WorkerOrder>((order) => {
  if (order.type === 'settings') settings = order.settings
  else answer(carryOut(order))
})
answer({ type: 'ready', usage: usage() })

function carryOut(order: Exclude<WorkerOrder, { type: 'settings' }>): WorkerAnswer {
  const { jobId } = order
  try {
    if (order.type === 'sample') return { type: 'sample', jobId, bytes: makeSample(), usage: usage() }
    if (order.type === 'inspect')
      return { type: 'inspected', jobId, renditions: order.renditions.map(inspectRendition), usage: usage() }
    if (order.type === 'look') return { type: 'looked', jobId, result: look(order), usage: usage() }
    if (order.type === 'trial')
      return { type: 'tried', jobId, maxSessions: tryDevice(order.device), usage: usage() }
    if (order.type === 'remux')
      return { type: 'remuxed', jobId, files: order.files.map((file) => remux(file, order)), usage: usage() }
    return { type: 'transcoded', jobId, ...transcodeWithFallback(order, settingsFor(order)), usage: usage() }
  } catch (error) {
    if (error instanceof Refusal)
      return { type: 'refused', jobId, code: error.code, reason: error.message, usage: usage() }
    const reason = error instanceof Error ? error.message : String(error)
    return { type: 'failed', jobId, reason, usage: usage() }
  }
}

function settingsFor({ encoding }: Pick<TranscodeOrder, 'encoding'>): WorkerSettings {
  return { ...settings, ...encoding }
}

function answer(message: WorkerAnswer): void {
  answerParent(message)
}

function usage(): WorkerUsage {
  const { user, system } = process.cpuUsage()
  return { cpuSeconds: (user + system) / 1e6, rssBytes: process.memoryUsage.rss() }
}
