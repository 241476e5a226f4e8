import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { silentLogger } from '@millrace/common'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { GatewayState } from '../gateway/store/gateway-state.ts'
import { openOrchestratorDatabase } from '../orchestrator/store/schema.ts'
import { openRedeemerDatabase } from '../redeemer/schema.ts'
import { lockDataDir } from '../state/data-dir-lock.ts'
import { DataDirLockedError } from '../state/errors.ts'
import { SettingsStore } from '../state/settings-store.ts'
import {
  BackupExistsError,
  BackupUnusableError,
  createBackup,
  NoStateError,
  restoreBackup,
  StateExistsError,
} from './index.ts'

let folder: string
let dataDir: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'millrace-backup-'))
  dataDir = mkdtempSync(join(folder, 'node-'))
  file = join(folder, 'node.backup')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const other = () => join(folder, 'restored')

/** An orchestrator's state with one row of each kind. */
function fillOrchestrator(): DatabaseSync {
  const database = openOrchestratorDatabase(dataDir)
  const settings = new SettingsStore(database)
  settings.secret('tickets')
  settings.set('capacity', Uint8Array.of(7))
  addWinner(database, 1)
  database.exec(`INSERT INTO nonces VALUES ('0xab', '0x11', 1, 100);
    INSERT INTO balances VALUES ('0x11', 'a', '1', '3', NULL, NULL, 0);`)
  return database
}

function addWinner(database: DatabaseSync, number: number): void {
  database
    .prepare(
      `INSERT INTO winners (ticket_hash, sender, recipient, face_value_wei, win_prob, sender_nonce,
         recipient_rand_hash, creation_round, creation_round_block_hash, signature, recipient_rand,
         params_expiration_block, received_at_ms, state)
       VALUES (?, '0x11', '0x22', '1', '1', 1, '0x33', '1', '0x44', '0x55', '6', '7', 8, 'waiting')`,
    )
    .run(`0x${number}`)
}

const countOf = (database: DatabaseSync, table: string) =>
  database.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.n

test('a backup of a working orchestrator brings winners and settings back, and nothing that could be used twice', async () => {
  using database = fillOrchestrator()
  using _lock = { [Symbol.dispose]: () => lock.close() }
  const lock = lockDataDir(dataDir)
  expect(await createBackup({ dataDir, file })).toEqual(['orchestrator.sqlite'])
  addWinner(database, 2)
  restoreBackup({ dataDir: other(), file })
  using restored = openOrchestratorDatabase(other())
  const tables = ['winners', 'nonces', 'balances', 'settings']
  expect(tables.map((table) => countOf(restored, table))).toEqual([1, 0, 0, 1])
  expect(new SettingsStore(restored).get('capacity')).toEqual(Uint8Array.of(7))
})

test('after a restore old ticket parameters and tokens are worth nothing, for the secrets are others', async () => {
  using database = fillOrchestrator()
  await createBackup({ dataDir, file })
  const secret = Buffer.from(new SettingsStore(database).secret('tickets'))
  expect(readFileSync(file).includes(secret)).toBe(false)
  restoreBackup({ dataDir: other(), file })
  using restored = openOrchestratorDatabase(other())
  expect(Buffer.from(new SettingsStore(restored).secret('tickets')).equals(secret)).toBe(false)
})

test('a redeemer’s winners and open transactions come back, for the chain tells what became of them since', async () => {
  using database = openRedeemerDatabase(dataDir)
  addWinner(database, 1)
  database.exec(`INSERT INTO redemptions (id, account, nonce, state) VALUES (1, '0x55', 3, 'sent');
    UPDATE winners SET redemption = 1;`)
  expect(await createBackup({ dataDir, file })).toEqual(['redeemer.sqlite'])
  restoreBackup({ dataDir: other(), file })
  using restored = openRedeemerDatabase(other())
  expect([countOf(restored, 'winners'), countOf(restored, 'redemptions')]).toEqual([1, 1])
})

test('a node that was killed can be backed up as it left its files', async () => {
  using database = fillOrchestrator()
  // Not closed: what is committed is in the write-ahead log still.
  const image = mkdtempSync(join(folder, 'image-'))
  for (const suffix of ['', '-wal']) {
    copyFileSync(join(dataDir, `orchestrator.sqlite${suffix}`), join(image, `orchestrator.sqlite${suffix}`))
  }
  expect(countOf(database, 'winners')).toBe(1)
  await createBackup({ dataDir: image, file })
  restoreBackup({ dataDir: other(), file })
  using restored = openOrchestratorDatabase(other())
  expect(countOf(restored, 'winners')).toBe(1)
})

test('a gateway’s backup has stream keys and reputations, no credit; a keystore only when asked for', async () => {
  const state = GatewayState.open(dataDir, silentLogger())
  state.ledger.nonces.take({ recipientRandHash: '0xab', expirationBlock: 9n }, 1, 0n)
  await state.ledger.save()
  await state.close()
  writeFileSync(join(dataDir, 'stream-keys.json'), '{}')
  const keystoreFile = join(folder, 'key.json')
  writeFileSync(keystoreFile, '{"crypto":{}}')
  expect(await createBackup({ dataDir, file })).toEqual(['gateway.sqlite', 'stream-keys.json'])
  const full = join(folder, 'full.backup')
  await createBackup({ dataDir, file: full, keystoreFile })
  restoreBackup({ dataDir: other(), file: full })
  expect(readFileSync(join(other(), 'key.json'), 'utf8')).toBe('{"crypto":{}}')
  expect(statSync(join(other(), 'gateway.sqlite')).mode & 0o777).toBe(0o600)
  expect(statSync(full).mode & 0o777).toBe(0o600)
  const restored = GatewayState.open(other(), silentLogger())
  expect(restored.ledger.nonces.size).toBe(0)
  await restored.close()
})

describe('error: a restore is refused and leaves the folder as it was when', () => {
  test('a node works in the folder', async () => {
    fillOrchestrator().close()
    await createBackup({ dataDir, file })
    const running = mkdtempSync(join(folder, 'running-'))
    const lock = lockDataDir(running)
    expect(() => restoreBackup({ dataDir: running, file })).toThrow(DataDirLockedError)
    lock.close()
  })

  test('there is state already, which may be newer', async () => {
    fillOrchestrator().close()
    await createBackup({ dataDir, file })
    expect(() => restoreBackup({ dataDir, file })).toThrow(StateExistsError)
    using database = openOrchestratorDatabase(dataDir)
    expect(countOf(database, 'nonces')).toBe(1)
  })

  test('the backup is of a newer version', async () => {
    fillOrchestrator().close()
    await createBackup({ dataDir, file })
    changeDatabaseIn(file, (database) => database.exec('PRAGMA user_version = 99'))
    expect(() => restoreBackup({ dataDir: other(), file })).toThrow('newer version')
    expect(existsSync(join(other(), 'orchestrator.sqlite'))).toBe(false)
  })

  test('the file is something else, damaged, or not there', async () => {
    const refusal = () => restoreBackup({ dataDir: other(), file })
    expect(refusal).toThrow(BackupUnusableError)
    writeFileSync(file, 'short')
    expect(refusal).toThrow(BackupUnusableError)
    rmSync(file)
    new DatabaseSync(file).exec('CREATE TABLE files (name TEXT, bytes BLOB)')
    expect(refusal).toThrow(BackupUnusableError)
    rmSync(file)
    fillOrchestrator().close()
    await createBackup({ dataDir, file })
    writeFileSync(file, readFileSync(file).subarray(0, 5_000))
    expect(refusal).toThrow(BackupUnusableError)
  })

  test('a name in it leads out of the folder', async () => {
    fillOrchestrator().close()
    await createBackup({ dataDir, file })
    using archive = new DatabaseSync(file)
    archive.exec("UPDATE files SET name = '../evil.sqlite'")
    expect(() => restoreBackup({ dataDir: other(), file })).toThrow(BackupUnusableError)
    expect(existsSync(join(folder, 'evil.sqlite'))).toBe(false)
  })
})

test('error: an empty folder has nothing to back up, and backups are not written over', async () => {
  await expect(createBackup({ dataDir, file })).rejects.toThrow(NoStateError)
  fillOrchestrator().close()
  await createBackup({ dataDir, file })
  await expect(createBackup({ dataDir, file })).rejects.toThrow(BackupExistsError)
})

/** Changes the database that a backup holds. */
function changeDatabaseIn(archiveFile: string, change: (database: DatabaseSync) => void): void {
  using archive = new DatabaseSync(archiveFile)
  const path = join(folder, 'inner.sqlite')
  writeFileSync(path, archive.prepare('SELECT bytes FROM files').get()?.bytes as Uint8Array)
  const inner = new DatabaseSync(path)
  change(inner)
  inner.close()
  archive.prepare('UPDATE files SET bytes = ?').run(readFileSync(path))
}
