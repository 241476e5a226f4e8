import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { generate, runBuf } from '../scripts/generate.ts'

const generatedDir = join(import.meta.dirname, '../src/generated')

test('the generated code is that of the messages', async () => {
  const fresh = await mkdtemp(join(tmpdir(), 'millrace-wire-'))
  onTestFinished(() => rm(fresh, { recursive: true }))
  generate(fresh)
  const list = async (dir: string) =>
    (await readdir(dir, { recursive: true })).filter((name) => name.endsWith('.ts')).sort()
  expect(await list(generatedDir)).toEqual(await list(fresh))
  for (const name of await list(fresh)) {
    expect(await readFile(join(generatedDir, name), 'utf8'), name).toBe(
      await readFile(join(fresh, name), 'utf8'),
    )
  }
})

test('the messages keep to buf’s rules but for the names that the network gave them', () => {
  expect(runBuf(['lint']).toString()).toBe('')
})
