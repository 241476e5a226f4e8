import { mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ChainStateError } from './errors.ts'
import { StateFiles } from './state-files.ts'

let folder: string
let files: StateFiles
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chain-state-'))
  files = new StateFiles(folder)
})
afterEach(() => rm(folder, { recursive: true }))

const state = (name: string) => JSON.stringify({ name, blocks: [], accounts: {} })
const load = async () => {
  const damaged: string[] = []
  const states = await files.load(({ file }) => damaged.push(file))
  return { names: states.map(({ json }) => JSON.parse(json).name), damaged }
}

test('a chain that was never saved has no states', async () => {
  expect(await load()).toEqual({ names: [], damaged: [] })
})

test('the last save comes first and the one before it is the copy; nothing else is left', async () => {
  for (const name of ['a', 'b', 'c'])
    expect(await files.save(state(name))).toBe((await stat(files.file)).size)
  expect(await load()).toEqual({ names: ['c', 'b'], damaged: [] })
  expect((await readdir(folder)).sort()).toEqual(['state.json.gz', 'state.json.gz.bak'])
})

test('a torn or foreign file is told and the copy taken, which later saves do not overwrite with it', async () => {
  await files.save(state('a'))
  await files.save(state('b'))
  await truncate(files.file, 20)
  expect(await load()).toEqual({ names: ['a'], damaged: [files.file] })
  const aside = await files.setAside(files.file)
  await files.save(state('c'))
  expect(await load()).toEqual({ names: ['c', 'a'], damaged: [] })
  expect((await readFile(aside)).length).toBe(20)
})

test('error: both files damaged', async () => {
  await files.save(state('a'))
  await files.save(state('b'))
  await writeFile(files.file, 'garbage')
  await writeFile(files.backup, 'garbage')
  await expect(load()).rejects.toThrow(ChainStateError)
  await expect(load()).rejects.toThrow(files.file)
})
