import { availableParallelism, cpus } from 'node:os'
import type { Logger } from '@millrace/common'
import { type MeasurablePool, measureCapacity } from '@millrace/media'
import type { SettingsStore } from '../../state/settings-store.ts'

/** A measurement is taken anew after this time: drivers and neighbours change. */
const validMs = 7 * 24 * 3_600_000

interface Measurement {
  readonly pixelsPerSecond: number
  readonly machine: string
  readonly atMs: number
}

export interface CapacityDependencies {
  readonly pool: MeasurablePool
  readonly settings: SettingsStore
  readonly nowMs: () => number
  readonly log: Logger
}

/**
 * Encoded pixels a second that this machine makes: as measured on it in the last days, or measured now.
 */
export async function machineCapacity({ pool, settings, nowMs, log }: CapacityDependencies): Promise<number> {
  const encoder = pool.stats.device === undefined ? '' : `, ${pool.stats.device}`
  const machine = `${availableParallelism()} × ${cpus()[0]?.model ?? 'unknown'}${encoder}`
  const known = readMeasurement(settings)
  if (known?.machine === machine && nowMs() - known.atMs < validMs) return known.pixelsPerSecond
  const pixelsPerSecond = await measureCapacity(pool)
  log.info({ pixelsPerSecond }, 'capacity measured')
  writeMeasurement(settings, { pixelsPerSecond, machine, atMs: nowMs() })
  return pixelsPerSecond
}

function readMeasurement(settings: SettingsStore): Measurement | undefined {
  const bytes = settings.get('capacity')
  if (bytes === undefined) return undefined
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes))
    return isMeasurement(value) ? value : undefined
  } catch {
    return undefined
  }
}

function isMeasurement(value: unknown): value is Measurement {
  if (typeof value !== 'object' || value === null) return false
  const { pixelsPerSecond, machine, atMs } = value as Record<string, unknown>
  return (
    typeof pixelsPerSecond === 'number' &&
    pixelsPerSecond > 0 &&
    typeof machine === 'string' &&
    typeof atMs === 'number'
  )
}

function writeMeasurement(settings: SettingsStore, measurement: Measurement): void {
  settings.set('capacity', new TextEncoder().encode(JSON.stringify(measurement)))
}
