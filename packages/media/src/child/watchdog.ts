import { Worker } from 'node:worker_threads'

/** Plain JavaScript in a string: a thread that has to load and strip a file takes three times as long to start. */
const watchParent = `
  const parent = process.ppid
  // Whoever adopts an orphan has another id.
  setInterval(() => { if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL') }, 500)
`

/**
 * A thread of a child process that ends the process when its parent is gone. The main thread cannot: it sits in
 * native calls for the length of a segment, or for ever if FFmpeg hangs, and hears of nothing then.
 */
export function startWatchdog(): void {
  const watchdog = new Worker(watchParent, {
    eval: true,
    execArgv: [],
    env: {},
    resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 4 },
  })
  watchdog.unref()
}
