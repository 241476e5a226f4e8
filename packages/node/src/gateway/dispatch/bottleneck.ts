import type { Clock } from '@millrace/common'

/** What is slow when not one orchestrator is: then a second attempt makes it worse for all. */
export type BottleneckCause = 'own-machine' | 'everybody-slow'

export interface BottleneckDependencies {
  readonly clock: Clock
  readonly machine: { readonly isSaturated: boolean }
}

/** How long what came of an attempt says something of now. */
const windowMs = 10_000
/** Fewer orchestrators than that say nothing of the rest. */
const leastOrchestrators = 3
const maxOrchestrators = 1_000

/** Tells one slow orchestrator from a gateway, or a line, or a network that is slow for all. */
export class Bottleneck {
  readonly #deps: BottleneckDependencies
  /** The newest of each orchestrator, the oldest first. */
  readonly #newest = new Map<string, { readonly isLate: boolean; readonly atMs: number }>()

  constructor(deps: BottleneckDependencies) {
    this.#deps = deps
  }

  /** An attempt came back in time, or is late. */
  record(orchestratorId: string, isLate: boolean): void {
    this.#newest.delete(orchestratorId)
    this.#newest.set(orchestratorId, { isLate, atMs: this.#deps.clock.nowMs() })
    const [oldest] = this.#newest.keys()
    if (this.#newest.size > maxOrchestrators && oldest !== undefined) this.#newest.delete(oldest)
  }

  /** Undefined when those that are late are to blame themselves. */
  get cause(): BottleneckCause | undefined {
    if (this.#deps.machine.isSaturated) return 'own-machine'
    const nowMs = this.#deps.clock.nowMs()
    const fresh = [...this.#newest.values()].filter(({ atMs }) => nowMs - atMs < windowMs)
    const late = fresh.filter(({ isLate }) => isLate)
    return late.length >= leastOrchestrators && late.length * 2 > fresh.length ? 'everybody-slow' : undefined
  }
}
