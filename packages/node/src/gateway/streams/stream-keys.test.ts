import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { DataDirError } from '../../state/errors.ts'
import { StreamKeyError } from '../errors.ts'
import { StreamKeys } from './stream-keys.ts'

let dataDir: string
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'stream-keys-'))
})
afterEach(() => rm(dataDir, { recursive: true, force: true }))

test('a key opens its own stream and survives a restart, and the file does not hold it', async () => {
  const keys = await StreamKeys.open({ dataDir })
  const key = await keys.create('live')
  const other = await keys.create('other')
  expect(keys.check(key)?.streamId).toBe('live')
  expect(keys.check(other)?.streamId).toBe('other')
  expect((await StreamKeys.open({ dataDir })).check(key)?.streamId).toBe('live')
  const path = join(dataDir, 'stream-keys.json')
  expect(await readFile(path, 'utf8')).not.toContain(key)
  expect((await stat(path)).mode & 0o777).toBe(0o600)
})

test('rotation gives a new key and ends the old one, at once or after its grace', async () => {
  let nowMs = 1_000
  const keys = await StreamKeys.open({ dataDir }, { nowMs: () => nowMs })
  const first = await keys.create('live')
  const second = await keys.rotate('live')
  expect(keys.check(first)).toBeUndefined()
  const third = await keys.rotate('live', { graceMs: 500 })
  expect(keys.check(second)?.streamId).toBe('live')
  nowMs += 500
  expect(keys.check(second)).toBeUndefined()
  expect(keys.check(third)?.streamId).toBe('live')
})

test('what another process revokes or adds counts after a reload', async () => {
  const keys = await StreamKeys.open({ dataDir })
  const key = await keys.create('live')
  const facts = keys.check(key)
  const commandLine = await StreamKeys.open({ dataDir })
  await commandLine.revoke('live')
  const added = await commandLine.create('more')
  await keys.reload()
  expect(keys.isValid(facts?.keyId ?? '')).toBe(false)
  expect(keys.check(key)).toBeUndefined()
  expect(keys.check(added)?.streamId).toBe('more')
})

test('error: names, keys and revocations that do not fit are refused', async () => {
  const keys = await StreamKeys.open({ dataDir })
  await expect(keys.create('../etc')).rejects.toThrow(StreamKeyError)
  await expect(keys.create('live', { key: 'short' })).rejects.toThrow(StreamKeyError)
  await keys.create('live', { key: 'a-key-of-my-own-0123' })
  await expect(keys.create('two', { key: 'a-key-of-my-own-0123' })).rejects.toThrow(StreamKeyError)
  await expect(keys.revoke('nothing')).rejects.toThrow(StreamKeyError)
  expect(keys.check('')).toBeUndefined()
})

test('error: a corrupt key file is named', async () => {
  await writeFile(join(dataDir, 'stream-keys.json'), '{"version":1')
  await expect(StreamKeys.open({ dataDir })).rejects.toThrow(DataDirError)
  await expect(StreamKeys.open({ dataDir })).rejects.toThrow(/stream-keys\.json/)
})
