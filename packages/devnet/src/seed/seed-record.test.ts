import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { SeedFolderError } from './errors.ts'
import { seedProfiles } from './profiles.ts'
import { SeedRecord } from './seed-record.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millrace-seed-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const nothing = async () => undefined

test('a folder remembers its history: the next start goes on, with the seed named or not', async () => {
  const fresh = await SeedRecord.open(folder, 'small')
  expect(fresh?.isPlayed).toBe(false)
  await fresh?.play(nothing)
  for (const wanted of ['small', undefined] as const) {
    const next = await SeedRecord.open(folder, wanted)
    expect(next?.profile).toBe(seedProfiles.small)
    expect(next?.isPlayed).toBe(true)
  }
})

test('a network without a history has no record', async () => {
  expect(await SeedRecord.open(folder, undefined)).toBeUndefined()
})

test('error: a folder whose seeding was broken off is not used', async () => {
  const record = await SeedRecord.open(folder, 'small')
  await expect(record?.play(() => Promise.reject(new Error('killed')))).rejects.toThrow('killed')
  await expect(SeedRecord.open(folder, 'small')).rejects.toThrow(SeedFolderError)
  await expect(SeedRecord.open(folder, undefined)).rejects.toThrow('broken off')
})

test('error: a folder with another history, or with a network that has none, is not seeded', async () => {
  await (await SeedRecord.open(folder, 'small'))?.play(nothing)
  await expect(SeedRecord.open(folder, 'community')).rejects.toThrow('seeded with small')
  await rm(join(folder, 'seed.json'))
  await writeFile(join(folder, 'deployment.json'), '{}')
  await expect(SeedRecord.open(folder, 'small')).rejects.toThrow(SeedFolderError)
})
