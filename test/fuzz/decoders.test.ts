import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { expect, test } from 'vitest'
import { root } from '../programs.ts'
import { decoders, notFromStrangers } from './decoders.ts'
import type { Report, Task } from './worker.ts'

const isDeep = process.env.MILLRACE_DEEP !== undefined
/** `MILLRACE_FUZZ_SEED=7` tries others, `MILLRACE_FUZZ_INPUTS` more; by default every run tries the same. */
const seed = Number(process.env.MILLRACE_FUZZ_SEED ?? (isDeep ? Date.now() % 2 ** 31 : 1))
const inputs = Number(process.env.MILLRACE_FUZZ_INPUTS ?? (isDeep ? 100_000 : 500))
/** A decoder that is at the same input for so long hangs: what it may take is thousands of times less. */
const hangMs = 10_000

/** Runs all decoders in a thread of its own, which can be ended when one hangs or eats memory. */
function fuzz(): Promise<{ readonly reports: readonly Report[]; readonly end: string }> {
  const progress = new SharedArrayBuffer(8)
  const at = new Int32Array(progress)
  const workerData: Task = { seed, inputs, progress }
  const reports: Report[] = []
  return new Promise((resolve) => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), {
      workerData,
      resourceLimits: { maxOldGenerationSizeMb: 256 },
    })
    let last = ''
    const watch = setInterval(() => {
      const now = at.join('/')
      if (now === last) void worker.terminate()
      last = now
    }, hangMs)
    const where = () => `${decoders[at[0] ?? 0]?.name}, input ${at[1]}, seed ${seed}`
    let failure: string | undefined
    worker.on('message', (report: Report) => reports.push(report))
    worker.on('error', (error) => {
      failure = `${where()}: ${error.message}`
    })
    worker.on('exit', (code) => {
      clearInterval(watch)
      resolve({ reports, end: failure ?? (code === 0 ? 'done' : `${where()}: it hung`) })
    })
  })
}

test(
  'error: whatever a decoder gets, it refuses by a declared error, in bounded time and memory',
  async () => {
    const { reports, end } = await fuzz()
    expect(reports.filter(({ kind }) => kind === 'failed')).toEqual([])
    expect(end).toBe('done')
    const done = reports.flatMap((report) => (report.kind === 'done' ? [report] : []))
    expect(done.map(({ decoder }) => decoder)).toEqual(decoders.map(({ name }) => name))
    // Decoders that always refuse would show that the mutations are none; some never refuse at all.
    for (const { decoder, refused } of done) expect(refused, decoder).toBeLessThan(inputs)
  },
  isDeep ? 3_600_000 : 120_000,
)

test('every exported function that decodes, parses or reads is in the table, or is said not to be for strangers', async () => {
  const folder = join(root, 'packages')
  const files = (await readdir(folder, { recursive: true })).filter(
    (path) => /^[^/]+\/src\/.*\.ts$/.test(path) && !/\.test\.ts$|\/generated\//.test(path),
  )
  const sources = await Promise.all(files.map((path) => readFile(join(folder, path), 'utf8')))
  const found = sources.flatMap((source) =>
    [...source.matchAll(/^export (?:async )?(?:function\*?|const) ((?:decode|parse|read)[A-Z]\w*)/gm)].map(
      (match) => match[1] ?? '',
    ),
  )
  expect(found.length).toBeGreaterThan(20)
  const listed = [...decoders.flatMap(({ covers }) => covers), ...Object.keys(notFromStrangers)]
  expect([...new Set(found)].filter((name) => !listed.includes(name))).toEqual([])
  expect(listed.filter((name) => !found.includes(name))).toEqual([])
})
