import { availableParallelism } from 'node:os'
import { h264Profile } from '../presets.ts'
import type { TranscoderPool } from './pool.ts'

const profiles = [
  h264Profile({ name: '240p', widthPx: 426, heightPx: 240, bitrateBps: 400_000 }),
  h264Profile({ name: '360p', widthPx: 640, heightPx: 360, bitrateBps: 800_000 }),
]
const jobTimeoutMs = 30_000
/** A machine at work shows this much of its cores' time in the transcoders; less means that others held the cores. */
const expectedUtilisation = 0.8

/** What of the pool is used to measure it. */
export type MeasurablePool = Pick<TranscoderPool, 'makeSample' | 'transcode' | 'stats'>

/**
 * Measures how many rendition pixels a second the pool makes with all its workers busy, by transcoding a sample of
 * 720p again and again for `forMs`. The two lowest renditions are ordered: with them decoding weighs most, so larger
 * ladders do better than promised. What other processes took of the cores meanwhile is reckoned back, so that nodes
 * that start together do not measure each other.
 * @returns pixels per second, counted as they are paid for.
 */
export async function measureCapacity(
  pool: MeasurablePool,
  { forMs = 1_000, nowMs = () => performance.now() }: { forMs?: number; nowMs?: () => number } = {},
): Promise<number> {
  const source = await pool.makeSample()
  const transcode = async () => {
    const { renditions } = await pool.transcode({ source, profiles, timeoutMs: jobTimeoutMs })
    return renditions.reduce((sum, { pixels }) => sum + Number(pixels), 0)
  }
  const everywhere = <T>(work: () => Promise<T>) =>
    Promise.all(Array.from({ length: pool.stats.workers }, work))
  // The first job of each worker pays for its start.
  await everywhere(transcode)
  const startMs = nowMs()
  const cpuBefore = pool.stats.cpuSeconds
  let pixels = 0
  await everywhere(async () => {
    do {
      const made = await transcode()
      pixels += made
    } while (nowMs() - startMs < forMs)
  })
  const seconds = (nowMs() - startMs) / 1000
  const utilisation = (pool.stats.cpuSeconds - cpuBefore) / (seconds * availableParallelism())
  // A device leaves the cores idle, which says nothing about neighbours.
  const factor = pool.stats.device === undefined ? contentionFactor(utilisation) : 1
  return Math.round(pixels / seconds / factor)
}

/** Part of the machine that a measurement had for itself, between an eighth and all of it. */
export function contentionFactor(utilisation: number): number {
  if (!Number.isFinite(utilisation) || utilisation <= 0) return 1
  return Math.min(1, Math.max(1 / 8, utilisation / expectedUtilisation))
}
