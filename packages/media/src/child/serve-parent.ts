import { AV_LOG_QUIET } from 'node-av/constants'
import { Log } from 'node-av/lib'
import { startWatchdog } from './watchdog.ts'

/** Makes this a process that works with FFmpeg for its parent alone, hears its orders only, and ends with it. */
export function serveParent<Order>(onOrder: (order: Order) => void): void {
  // What FFmpeg prints about hostile input is written by whoever sent it.
  Log.setLevel(AV_LOG_QUIET)
  startWatchdog()
  process.on('disconnect', () => process.exit(0))
  // Ctrl-C in a terminal reaches the whole process group; the parent decides when its workers end.
  process.on('SIGINT', () => {})
  process.on('message', (order: Order) => onOrder(order))
}

/** @returns at once; when the channel is gone, so is whoever waited. */
export function answerParent(message: object): void {
  if (process.connected) process.send?.(message, undefined, undefined, () => {})
}
