import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { silentLogger } from '@millrace/common'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { lockDataDir } from './data-dir-lock.ts'
import { openDatabase, prepareDataDir, transaction } from './database.ts'
import { DataDirError, DataDirLockedError, IdentityInUseError } from './errors.ts'
import { lockIdentity } from './identity-lock.ts'
import { SettingsStore } from './settings-store.ts'

let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'millrace-state-'))
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

const settings = 'CREATE TABLE settings (key TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT;'
const open = (folder: string, migrations = [settings]) =>
  openDatabase(join(folder, 'state.sqlite'), migrations)

test('every commit is fsynced', () => {
  using database = open(dataDir)
  expect(database.prepare('PRAGMA synchronous').get()).toEqual({ synchronous: 2 })
  expect(database.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' })
})

test('a schema is brought up to date with its rows, step by step', () => {
  const first = open(dataDir)
  new SettingsStore(first).set('a', Uint8Array.of(1))
  first.close()
  using second = open(dataDir, [
    settings,
    'ALTER TABLE settings ADD COLUMN note TEXT;',
    'UPDATE settings SET note = key;',
  ])
  expect(second.prepare('SELECT note FROM settings').all()).toEqual([{ note: 'a' }])
})

test('error: of a transaction that fails nothing stays', () => {
  using database = open(dataDir)
  const store = new SettingsStore(database)
  const work = () => {
    store.set('a', Uint8Array.of(1))
    throw new RangeError('half way')
  }
  expect(() => transaction(database, work)).toThrow(RangeError)
  expect(store.get('a')).toBeUndefined()
})

test('a secret is made once and is the same after a restart', () => {
  using first = open(dataDir)
  const secret = new SettingsStore(first).secret('tickets')
  expect(secret).toHaveLength(32)
  expect(new SettingsStore(first).secret('tokens')).not.toEqual(secret)
  using second = open(dataDir)
  expect(new SettingsStore(second).secret('tickets')).toEqual(secret)
})

test('only the owner may read the folder and its state', () => {
  const inner = join(dataDir, 'inner')
  prepareDataDir(inner)
  using _database = open(inner)
  expect(statSync(inner).mode & 0o777).toBe(0o700)
  expect(statSync(join(inner, 'state.sqlite')).mode & 0o777).toBe(0o600)
})

test('error: a second node in the same folder is refused until the first is closed', () => {
  const lock = lockDataDir(dataDir)
  expect(() => lockDataDir(dataDir)).toThrow(DataDirLockedError)
  lock.close()
  lock.close()
  lockDataDir(dataDir).close()
})

test('error: a second node of a role under the same key is refused, by whatever path it names the keystore', () => {
  const keystoreFile = join(dataDir, 'key.json')
  writeFileSync(keystoreFile, '{}')
  const link = join(dataDir, 'link.json')
  symlinkSync(keystoreFile, link)
  const take = (file: string, role = 'orchestrator') =>
    lockIdentity({ keystoreFile: file, role }, silentLogger())
  const lock = take(keystoreFile)
  expect(() => take(link)).toThrow(IdentityInUseError)
  expect(() => take(link)).toThrow(`the key in ${link}; stop it, or give this one a key of its own`)
  take(link, 'gateway')?.close()
  lock?.close()
  take(link)?.close()
})

test('a keystore that cannot be locked keeps no node from starting', () => {
  const keystoreFile = join(dataDir, 'no such folder', 'key.json')
  expect(lockIdentity({ keystoreFile, role: 'orchestrator' }, silentLogger())).toBeUndefined()
})

test('a lock dies with its process, even by SIGKILL', async () => {
  const program = join(dataDir, 'holder.mjs')
  writeFileSync(
    program,
    `import { DatabaseSync } from 'node:sqlite'
     const database = new DatabaseSync(${JSON.stringify(join(dataDir, 'lock.sqlite'))})
     database.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE')
     process.send('held')
     setInterval(() => {}, 1000)`,
  )
  const child = fork(program, { execArgv: [] })
  await once(child, 'message')
  expect(() => lockDataDir(dataDir)).toThrow(DataDirLockedError)
  child.kill('SIGKILL')
  await once(child, 'exit')
  lockDataDir(dataDir).close()
})

test('error: a state file that is no database is named', () => {
  const path = join(dataDir, 'state.sqlite')
  writeFileSync(path, 'x'.repeat(5_000))
  expect(() => open(dataDir)).toThrow(DataDirError)
  expect(() => open(dataDir)).toThrow(path)
})

test('error: state of a newer version is left alone', () => {
  open(dataDir).close()
  const raw = new DatabaseSync(join(dataDir, 'state.sqlite'))
  raw.exec('PRAGMA user_version = 99')
  raw.close()
  expect(() => open(dataDir)).toThrow('newer version')
})
