/** The program of the process that cuts a file into segments, one for each order over IPC. */
import { AV_LOG_QUIET } from 'node-av/constants'
import { Log } from 'node-av/lib'
import { startWatchdog } from '../../child/watchdog.ts'
import { FfmpegCallError } from '../../ffmpeg/call.ts'
import { UnusableClip } from '../program/clip.ts'
import { FileCutter } from './file-cutter.ts'
import type { CutterAnswer, CutterOrder } from './messages.ts'

Log.setLevel(AV_LOG_QUIET)
startWatchdog()
const resources = new DisposableStack()
let cutter: FileCutter | undefined
process.on('SIGINT', () => {})
process.on('disconnect', () => {
  resources.dispose()
  process.exit(0)
})
process.on('message', (order: CutterOrder) => {
  try {
    if (order.type === 'open') cutter = new FileCutter(order, resources)
    else answer(cutter?.next())
  } catch (error) {
    if (!(error instanceof UnusableClip || error instanceof FfmpegCallError)) throw error
    cutter = undefined
    tell({ type: 'unusable', reason: error.message })
  }
})

function answer(segment: ReturnType<FileCutter['next']>): void {
  tell(segment ? { type: 'segment', ...segment } : { type: 'end' })
}

function tell(message: CutterAnswer): void {
  if (process.connected) process.send?.(message, undefined, undefined, () => {})
}
