import { z } from 'zod'
import { KeptSetting } from '../../state/kept-setting.ts'
import type { SettingsStore } from '../../state/settings-store.ts'
import type { Admission } from './admission.ts'
import type { SessionRegistry } from './session-registry.ts'

const keptSchema = z.object({
  maxSessions: z.int().positive(),
  maxSessionsPerGateway: z.int().positive(),
  /** Null: as much as the transcoders can. */
  maxPixelsPerSecond: z.number().positive().nullable(),
})

type KeptLimits = z.output<typeof keptSchema>
export type LimitsChange = { readonly [Key in keyof KeptLimits]?: KeptLimits[Key] | undefined }

export interface WorkLimitsDependencies {
  readonly store: Pick<SettingsStore, 'get' | 'set'>
  readonly admission: Admission
  readonly sessions: Pick<SessionRegistry, 'size' | 'limits'>
}

/** How much work is taken at the most. Changes count for new sessions and hold over restarts. */
export class WorkLimits {
  readonly #kept: KeptSetting<KeptLimits>
  readonly #deps: WorkLimitsDependencies

  constructor(
    { maxSessions, maxSessionsPerGateway }: Pick<KeptLimits, 'maxSessions' | 'maxSessionsPerGateway'>,
    deps: WorkLimitsDependencies,
  ) {
    const configured = { maxSessions, maxSessionsPerGateway, maxPixelsPerSecond: null }
    this.#kept = new KeptSetting({ name: 'limits', configured, schema: keptSchema }, deps.store)
    this.#deps = deps
    this.#apply()
  }

  /** The limits, and what is in use of them. */
  get present(): KeptLimits & {
    readonly capacityPixelsPerSecond: number
    readonly usedPixelsPerSecond: number
    readonly sessions: number
  } {
    const { admission, sessions } = this.#deps
    const { capacityPixelsPerSecond, usedPixelsPerSecond } = admission
    return { ...this.#kept.value, capacityPixelsPerSecond, usedPixelsPerSecond, sessions: sessions.size }
  }

  /** What is left out stays as it is. */
  change({ maxSessions, maxSessionsPerGateway, maxPixelsPerSecond }: LimitsChange): void {
    const { value } = this.#kept
    this.#kept.set({
      maxSessions: maxSessions ?? value.maxSessions,
      maxSessionsPerGateway: maxSessionsPerGateway ?? value.maxSessionsPerGateway,
      maxPixelsPerSecond: maxPixelsPerSecond === undefined ? value.maxPixelsPerSecond : maxPixelsPerSecond,
    })
    this.#apply()
  }

  #apply(): void {
    const { maxPixelsPerSecond, ...limits } = this.#kept.value
    this.#deps.admission.maxPixelsPerSecond = maxPixelsPerSecond ?? Number.POSITIVE_INFINITY
    this.#deps.sessions.limits = limits
  }
}
