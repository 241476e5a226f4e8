import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { writeFileAtomic } from './atomic-file.ts'

test('a file is replaced as a whole, with its mode, and nothing else is left', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'atomic-test-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const path = join(folder, 'secret')
  await writeFileAtomic(path, 'old', { mode: 0o600 })
  await writeFileAtomic(path, 'new', { mode: 0o600 })
  expect(await readFile(path, 'utf8')).toBe('new')
  expect((await stat(path)).mode & 0o777).toBe(0o600)
  expect(await readdir(folder)).toEqual(['secret'])
})

test('error: a folder that is not there is said, and nothing is written', async () => {
  await expect(writeFileAtomic(join(tmpdir(), 'no-such-folder-here', 'x'), '')).rejects.toThrow(/ENOENT/)
})
