/** The program of the process that makes one test clip, as its one order says, and ends. */
import { AV_LOG_QUIET } from 'node-av/constants'
import { Log } from 'node-av/lib'
import { startWatchdog } from '../../child/watchdog.ts'
import { openGraph, UnusableClip } from '../program/clip.ts'
import { encodeOpened } from '../program/encode-clip.ts'
import type { ClipMade, ClipOrder } from './messages.ts'

Log.setLevel(AV_LOG_QUIET)
startWatchdog()
process.on('SIGINT', () => {})
process.on('disconnect', () => process.exit(0))
process.once('message', ({ graph, target }: ClipOrder) => {
  const made = make(graph, target)
  process.send?.(made, undefined, undefined, () => process.disconnect())
})

function make(graph: string, target: string): ClipMade {
  try {
    encodeOpened('the filters', target, (resources) => openGraph(graph, resources))
    return { type: 'made' }
  } catch (error) {
    if (!(error instanceof UnusableClip)) throw error
    return { type: 'failed', reason: error.message }
  }
}
