/**
 * The program of the process behind a live source. It gets its settings over IPC, makes the clip ready, and publishes
 * it in a loop; when the receiver goes away it tries again until it is told to end by the channel closing.
 */
import { accessSync, constants } from 'node:fs'
import { setTimeout as timer } from 'node:timers/promises'
import { AV_LOG_QUIET } from 'node-av/constants'
import { Log } from 'node-av/lib'
import { startWatchdog } from '../../child/watchdog.ts'
import { FfmpegCallError } from '../../ffmpeg/call.ts'
import { openClip, UnusableClip } from './clip.ts'
import { clockEncoding } from './clock-overlay.ts'
import type { SourceReport, SourceSettings } from './messages.ts'
import { prepareClip } from './prepare.ts'
import { publish } from './publisher.ts'
import { TrackEncoder } from './track-encoder.ts'

const firstRetryMs = 250
const longestRetryMs = 3_000

// FFmpeg writes addresses, and so stream keys, into its messages.
Log.setLevel(AV_LOG_QUIET)
startWatchdog()
const ending = new AbortController()
process.on('disconnect', () => ending.abort())
process.on('SIGINT', () => {})
process.once('message', (settings: SourceSettings) => void run(settings))

async function run(settings: SourceSettings): Promise<void> {
  try {
    const clipFile = await prepareClip(settings.file, {
      cacheDir: settings.cacheDir,
      onEncode: () => report({ type: 'preparing' }),
    })
    if (settings.clockFontFile !== undefined) checkClock(clipFile, settings.clockFontFile)
    reportPrepared(clipFile)
    await publishUntilEnded(clipFile, settings)
  } catch (error) {
    if (!(error instanceof UnusableClip)) throw error
    report({ type: 'unusable', file: error.file, reason: error.message })
  }
  if (process.connected) process.disconnect()
  process.exit(0)
}

async function publishUntilEnded(clipFile: string, settings: SourceSettings): Promise<void> {
  let retryMs = firstRetryMs
  const onPublishing = () => {
    retryMs = firstRetryMs
    report({ type: 'publishing' })
  }
  while (!ending.signal.aborted) {
    try {
      await publish({ clipFile, settings, onPublishing }, ending.signal)
    } catch (error) {
      if (!(error instanceof FfmpegCallError)) throw error
      report({ type: 'interrupted', reason: error.message })
    }
    await timer(retryMs, undefined, { signal: ending.signal }).catch(() => {})
    retryMs = Math.min(retryMs * 2, longestRetryMs)
  }
}

/** @throws {UnusableClip} naming the font when the clock cannot be drawn with it. */
function checkClock(clipFile: string, fontFile: string): void {
  using resources = new DisposableStack()
  const { video } = openClip(clipFile, resources)
  try {
    // The filter would take any other font that it finds, or none, without a word.
    accessSync(fontFile, constants.R_OK)
    new TrackEncoder(video, clockEncoding(fontFile), resources)
  } catch (error) {
    throw new UnusableClip(fontFile, error instanceof Error ? error.message : 'it is not a font')
  }
}

function reportPrepared(clipFile: string): void {
  using resources = new DisposableStack()
  const { video } = openClip(clipFile, resources)
  const { width, height } = video.codecpar
  const { num, den } = video.avgFrameRate
  report({ type: 'prepared', widthPx: width, heightPx: height, fps: den > 0 ? num / den : 0 })
}

function report(message: SourceReport): void {
  if (process.connected) process.send?.(message, undefined, undefined, () => {})
}
