import { setImmediate as turn } from 'node:timers/promises'

interface Alarm {
  readonly atMs: number
  readonly order: number
  readonly ring: () => void
  isOff: boolean
}

/** Time that passes only when everything that can happen now has happened: hours in seconds, always the same way. */
export class SimulatedTime {
  #nowMs = 1_000_000
  #order = 0
  readonly #alarms: Alarm[] = []

  readonly nowMs = (): number => this.#nowMs

  /** As the gateway's own `delay`. */
  readonly delay = (ms: number, { signal }: { signal?: AbortSignal } = {}): Promise<void> =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason)
      const onAbort = () => {
        alarm.isOff = true
        reject(signal?.reason)
      }
      const ring = () => {
        signal?.removeEventListener('abort', onAbort)
        resolve()
      }
      const alarm = { atMs: this.#nowMs + Math.max(0, ms), order: this.#order++, ring, isOff: false }
      signal?.addEventListener('abort', onAbort, { once: true })
      this.#push(alarm)
    })

  /** Lets time pass until `work` is done. */
  async runUntil(work: Promise<unknown>): Promise<void> {
    let isDone = false
    const finish = () => {
      isDone = true
    }
    work.then(finish, finish)
    for (;;) {
      // All promise jobs run before the turn comes back; nothing else is awaited in a simulation.
      await turn()
      if (isDone) break
      const alarm = this.#pop()
      if (alarm === undefined) throw new Error('Nothing will ever happen again, and the work is not done.')
      this.#nowMs = alarm.atMs
      alarm.ring()
    }
    await work
  }

  #push(alarm: Alarm): void {
    const heap = this.#alarms
    let at = heap.push(alarm) - 1
    while (at > 0) {
      const parentAt = (at - 1) >> 1
      const parent = heap[parentAt]
      if (parent === undefined || isBefore(parent, alarm)) break
      heap[at] = parent
      at = parentAt
    }
    heap[at] = alarm
  }

  #pop(): Alarm | undefined {
    for (;;) {
      const first = this.#popFirst()
      if (first === undefined || !first.isOff) return first
    }
  }

  #popFirst(): Alarm | undefined {
    const heap = this.#alarms
    const [first] = heap
    const last = heap.pop()
    if (first === undefined || last === undefined || first === last) return first
    let at = 0
    for (;;) {
      const left = heap[2 * at + 1]
      const right = heap[2 * at + 2]
      const isRight = left !== undefined && right !== undefined && isBefore(right, left)
      const child = isRight ? right : left
      if (child === undefined || isBefore(last, child)) break
      heap[at] = child
      at = 2 * at + (isRight ? 2 : 1)
    }
    heap[at] = last
    return first
  }
}

function isBefore(a: Alarm, b: Alarm): boolean {
  return a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order)
}
