/**
 * What FFmpeg's MPEG-7 `signature` filter makes of the test clips' renditions, beside their sources and beside an honest
 * rendition of the same order, next to a quick look of this project at the same ones. `--threshold N` is the filter's `th_xh` (116 by default; 150 where chips encode),
 * `--folder PATH` as in `verification`.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { silentLogger } from '@millrace/common'
import { TranscoderPool } from '@millrace/media'
import { verifySegment } from '@millrace/verification/looking'
import type { BenchContext } from './main.ts'
import { type Clip, clipsFrom } from './verification/clips.ts'
import { makeRenditions } from './verification/make.ts'
import { type Places, recipesOf } from './verification/measure.ts'
import { ordersOf } from './verification/orders.ts'
import { fetchOriginals } from './verification/originals.ts'
import { bytesOf, ensureMade, segmentOf } from './verification/segments.ts'
import { matchSignatures } from './verification/signature.ts'

const small = { honestPerOrder: 4, cheatsPerOrder: 6, isWithoutHeldOut: false }
const timeoutMs = 120_000

interface Compared {
  readonly clip: string
  readonly kind: 'honest' | 'gross' | 'subtle'
  readonly name: string
  readonly refused: Readonly<Record<'bySource' | 'byResult' | 'byLook', boolean>>
}

interface Bench {
  readonly pool: TranscoderPool
  readonly folder: string
  readonly threshold: number
  /** Processor time, in seconds. */
  readonly spent: { signature: number; look: number }
}

export default async function signatures({ args, log }: BenchContext): Promise<Record<string, unknown>> {
  const cache = join(import.meta.dirname, '../node_modules/.cache/millrace-verification')
  const options = {
    folder: { type: 'string', default: cache },
    threshold: { type: 'string', default: '116' },
  } as const
  const { values } = parseArgs({ args: [...args], options })
  const [folder, threshold] = [values.folder, Number(values.threshold)]
  await using pool = await TranscoderPool.create({ workers: 1, threads: 1 }, { log: silentLogger() })
  const bench = { pool, folder, threshold, spent: { signature: 0, look: 0 } }
  const clips = clipsFrom(await fetchOriginals(folder, log), 'test')
  const all: Compared[] = []
  for (const [at, clip] of clips.entries()) {
    all.push(...(await compareClip(clip, clips[(at + 1) % clips.length] ?? clip, bench)))
    log(`${clip.name}: ${all.length} renditions`)
  }
  for (const { clip, kind, name, refused } of all)
    if (refused.byResult !== (kind !== 'honest')) log(`wrong beside another result: ${clip}, ${name}`)
  return {
    bench: 'verification-signatures',
    signatureBesideSource: sharesOf(all, ({ refused }) => refused.bySource),
    signatureBesideResult: sharesOf(all, ({ refused }) => refused.byResult),
    quickLook: sharesOf(all, ({ refused }) => refused.byLook),
    cpuSignatureToLook: rounded(bench.spent.signature / bench.spent.look),
    settings: { threshold, clips: clips.length, renditions: all.length },
  }
}

async function compareClip(clip: Clip, other: Clip, bench: Bench): Promise<readonly Compared[]> {
  const { pool, folder, threshold, spent } = bench
  const place = (which: number) => segmentOf(clip, which, folder)
  const places: Places = {
    ...{ own: place(1), next: place(2), before: place(0), other: segmentOf(other, 1, folder) },
  }
  for (const segment of Object.values(places)) await ensureMade(segment)
  const source = await bytesOf(places.own)
  const sourceSize = (await pool.look({ source, renditions: [], phase: 0, timeoutMs })).source?.video
  if (!sourceSize) throw new Error(`${places.own.path} is no video.`)
  const [profile] = ordersOf(places.own, sourceSize, { count: 1, ladder: 'usual' })
  if (!profile) throw new Error('Nothing is ordered.')
  const recipes = recipesOf(profile, places, small)
  const made = await makeRenditions(recipes, folder)
  const scratch = await mkdtemp(join(tmpdir(), 'millrace-signatures-'))
  try {
    const compared: Compared[] = []
    const pathOf = (index: number) => join(scratch, `${index}.ts`)
    for (const [index, bytes] of made.entries()) await writeFile(pathOf(index), bytes)
    for (const [index, { variant, cheat }] of recipes.entries()) {
      const bytes = made[index]
      if (!bytes) throw new Error('A rendition was not made.')
      const bySource = await matchSignatures([places.own.path, pathOf(index)], threshold)
      // Honest ones come first.
      const byResult = await matchSignatures([pathOf(index === 0 ? 1 : 0), pathOf(index)], threshold)
      spent.signature += bySource.cpuSeconds
      const before = cpuNow(pool)
      const renditions = [{ profile, bytes, isSigned: true, claimedPixels: undefined }]
      const [verdict] = await verifySegment(
        { source, sourceSize, renditions, phase: 0.5, depth: 'quick', timeoutMs },
        pool,
      )
      spent.look += cpuNow(pool) - before
      compared.push({
        ...{ clip: clip.name, name: cheat?.name ?? variant.name },
        kind: cheat ? (cheat.isGross ? 'gross' : 'subtle') : 'honest',
        refused: {
          bySource: !bySource.isMatch,
          byResult: !byResult.isMatch,
          byLook: verdict?.outcome === 'bad',
        },
      })
    }
    return compared
  } finally {
    await rm(scratch, { recursive: true })
  }
}

function cpuNow(pool: TranscoderPool): number {
  const { user, system } = process.cpuUsage()
  return pool.stats.cpuSeconds + (user + system) / 1e6
}

function sharesOf(all: readonly Compared[], isRefused: (one: Compared) => boolean) {
  const shareOf = (kind: Compared['kind']) => {
    const list = all.filter((one) => one.kind === kind)
    return rounded(list.filter(isRefused).length / list.length)
  }
  return { grossCaught: shareOf('gross'), subtleCaught: shareOf('subtle'), honestRefused: shareOf('honest') }
}

function rounded(value: number): number {
  return Number(value.toFixed(4))
}
