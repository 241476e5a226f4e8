/** The program of the process that spoils renditions: one order at a time, synchronously, as workers of a pool do. */
import { startWatchdog } from '@millrace/media/worker'
import { AV_LOG_QUIET } from 'node-av/constants'
import { Log } from 'node-av/lib'
import type { SpoilAnswer, SpoilMessage } from './messages.ts'
import { spoil } from './spoil.ts'

Log.setLevel(AV_LOG_QUIET)
startWatchdog()
process.on('disconnect', () => process.exit(0))
// Ctrl-C in a terminal reaches the whole process group; the orchestrator decides when this ends.
process.on('SIGINT', () => {})
process.on('message', ({ id, order }: SpoilMessage) => {
  if (process.connected) process.send?.(answerTo(id, order), undefined, undefined, () => {})
})

function answerTo(id: number, order: SpoilMessage['order']): SpoilAnswer {
  try {
    return { id, result: spoil(order) }
  } catch (error) {
    return { id, problem: error instanceof Error ? error.message : String(error) }
  }
}
