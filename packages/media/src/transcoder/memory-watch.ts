import { readFile } from 'node:fs/promises'
import type { WorkerProcess } from './worker-process.ts'

const checkEveryMs = 250

export interface MemoryWatchOptions {
  readonly killAboveRssBytes: number
  /** The processes to look at, asked each time. */
  readonly workers: () => Iterable<WorkerProcess>
}

/**
 * Kills workers whose memory goes above the limit while they work: a worker cannot look after itself, it is busy in
 * FFmpeg. Where the system does not tell the memory of other processes (not Linux) only the check between jobs is left.
 */
export class MemoryWatch {
  readonly #options: MemoryWatchOptions
  #timer: NodeJS.Timeout | undefined
  #isLooking = false
  maxRssBytes = 0

  constructor(options: MemoryWatchOptions) {
    this.#options = options
  }

  start(): void {
    if (process.platform !== 'linux') return
    this.#timer ??= setInterval(() => void this.#look(), checkEveryMs).unref()
  }

  stop(): void {
    clearInterval(this.#timer)
    this.#timer = undefined
  }

  async #look(): Promise<void> {
    if (this.#isLooking) return
    this.#isLooking = true
    for (const worker of this.#options.workers()) {
      if (!worker.isWorking) continue
      const rssBytes = await rssOf(worker.pid)
      this.maxRssBytes = Math.max(this.maxRssBytes, rssBytes)
      if (rssBytes > this.#options.killAboveRssBytes) worker.kill('memory')
    }
    this.#isLooking = false
  }
}

async function rssOf(pid: number): Promise<number> {
  try {
    const status = await readFile(`/proc/${pid}/status`, 'utf8')
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024
  } catch {
    return 0
  }
}
