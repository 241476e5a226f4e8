import { threadId, Worker } from 'node:worker_threads'

/**
 * A thread of the worker process that ends the process when its parent is gone. The main thread cannot: it sits in
 * native calls for the length of a segment, or for ever if FFmpeg hangs, and hears of nothing then.
 */
export function startWatchdog(): void {
  const watchdog = new Worker(new URL(import.meta.url), {
    execArgv: [],
    env: {},
    resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 4 },
  })
  watchdog.unref()
}

const checkEveryMs = 500

function watchParent(): void {
  const parent = process.ppid
  setInterval(() => {
    // Whoever adopts an orphan has another id.
    if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL')
  }, checkEveryMs)
}

if (threadId !== 0) watchParent()
