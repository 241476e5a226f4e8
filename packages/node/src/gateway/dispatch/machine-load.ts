import { performance } from 'node:perf_hooks'

const sampleMs = 500
/** A timer that comes so much too late, or a thread with so little left, keeps segments waiting here. */
const maxLagMs = 250
const maxUtilization = 0.95

/** Whether this process keeps up with its own work. */
export class MachineLoad {
  readonly #timer: NodeJS.Timeout
  #expectedMs = performance.now() + sampleMs
  #before = performance.eventLoopUtilization()
  #isSaturated = false

  constructor() {
    this.#timer = setInterval(() => this.#sample(), sampleMs)
    this.#timer.unref()
  }

  get isSaturated(): boolean {
    // While the thread is held the timer does not come either.
    return this.#isSaturated || performance.now() - this.#expectedMs > maxLagMs
  }

  /** Idempotent. */
  close(): void {
    clearInterval(this.#timer)
  }

  #sample(): void {
    const nowMs = performance.now()
    const now = performance.eventLoopUtilization()
    const { utilization } = performance.eventLoopUtilization(now, this.#before)
    this.#isSaturated = utilization > maxUtilization || nowMs - this.#expectedMs > maxLagMs
    this.#before = now
    this.#expectedMs = nowMs + sampleMs
  }
}
