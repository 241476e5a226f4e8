import { availableParallelism, cpus } from 'node:os'
import type { Logger } from '@millrace/common'
import { type MeasurablePool, measureCapacity } from '@millrace/media'
import type { SettingsStore } from '../store/settings-store.ts'

/** A machine at work shows this much of its cores' time in the transcoders; less means that others held the cores. */
const expectedUtilisation = 0.8
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
 * Encoded pixels a second that this machine makes: as measured on it in the last days, or measured now. What other
 * processes took of the cores meanwhile is reckoned back, so that nodes that start together do not measure each other.
 */
export async function machineCapacity({ pool, settings, nowMs, log }: CapacityDependencies): Promise<number> {
  const machine = `${availableParallelism()} × ${cpus()[0]?.model ?? 'unknown'}`
  const known = readMeasurement(settings)
  if (known?.machine === machine && nowMs() - known.atMs < validMs) return known.pixelsPerSecond
  const cpuBefore = pool.stats.cpuSeconds
  const startMs = performance.now()
  const measured = await measureCapacity(pool)
  const wallSeconds = (performance.now() - startMs) / 1000
  const utilisation = (pool.stats.cpuSeconds - cpuBefore) / (wallSeconds * availableParallelism())
  const pixelsPerSecond = Math.round(measured / contentionFactor(utilisation))
  log.info({ pixelsPerSecond, measured, utilisation: Number(utilisation.toFixed(2)) }, 'capacity measured')
  writeMeasurement(settings, { pixelsPerSecond, machine, atMs: nowMs() })
  return pixelsPerSecond
}

/** Part of the machine that the measurement had for itself, between an eighth and all of it. */
export function contentionFactor(utilisation: number): number {
  if (!Number.isFinite(utilisation) || utilisation <= 0) return 1
  return Math.min(1, Math.max(1 / 8, utilisation / expectedUtilisation))
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
