import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Event, type Started, start } from './support/start-command.ts'
import { until } from './support/until.ts'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millrace-start-'))
})
afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }))

function ready({ events, errors, child }: Started): Promise<Event> {
  return until(
    'the network is ready',
    () => {
      if (child.exitCode !== null) throw new Error(`It ended: ${errors()}`)
      return events.find(({ event }) => event === 'ready')
    },
    { timeoutMs: 180_000 },
  )
}

/** Processes whose command line names the folder, or that a process of the network has started. */
async function processesOf(dataDir: string): Promise<string[]> {
  const found: string[] = []
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
    if (command.includes(dataDir)) found.push(`${pid} ${command.replaceAll('\0', ' ')}`)
  }
  return found
}

test('ctrl-c ends everything within five seconds, and the next start goes on from the same chain and keys', {
  timeout: 420_000,
}, async () => {
  const dataDir = join(folder, 'network')
  const first = start(['--data-dir', dataDir])
  const before = await ready(first)
  await until('a published segment', () =>
    first.events.some(
      ({ event, data }) => event === 'segment' && (data as { state: string }).state === 'published',
    ),
  )
  expect((await processesOf(dataDir)).length).toBeGreaterThanOrEqual(6)
  const round = () =>
    first.events.findLast(({ event }) => event === 'network')?.round as { block: string; number: string }
  const blockBefore = Number((await until('a view', round)).block)

  const stoppedAt = Date.now()
  first.child.kill('SIGINT')
  expect(await first.ended).toBe(0)
  expect(Date.now() - stoppedAt).toBeLessThan(5_000)
  expect(await processesOf(dataDir)).toEqual([])

  const second = start(['--data-dir', dataDir])
  const after = await ready(second)
  expect(after.addresses).toEqual(before.addresses)
  expect(after.streamKey).toBe(before.streamKey)
  await until('the chain has gone on', () => {
    const view = second.events.findLast(({ event }) => event === 'network')?.round as
      | { block: string }
      | undefined
    return view && Number(view.block) >= blockBefore
  })
  await until('a published segment', () =>
    second.events.some(
      ({ event, data }) => event === 'segment' && (data as { state: string }).state === 'published',
    ),
  )
  second.child.kill('SIGINT')
  expect(await second.ended).toBe(0)
})
