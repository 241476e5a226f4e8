import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { silentLogger } from '@millrace/common'
import { DataDirLockedError, NoStateError } from '@millrace/node/backup'
import { Gateway, gatewayConfigSchema } from '@millrace/node/gateway'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createProgram } from '../src/program.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'millrace-cli-backup-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const run = (...args: string[]) => createProgram().parseAsync(['node', 'millrace', ...args])

test('a working gateway is backed up and restored by commands, keystore and stream keys with it', async () => {
  const dataDir = join(folder, 'gateway')
  const ports = { rtmpHost: '127.0.0.1', rtmpPort: 0, httpPort: 0, operatorPort: 0 }
  await using gateway = await Gateway.create(gatewayConfigSchema.parse({ dataDir, ...ports }), {
    log: silentLogger(),
  })
  const key = await gateway.streamKeys.create('live')
  const keystore = join(folder, 'key.json')
  writeFileSync(keystore, '{}')
  const out = join(folder, 'node.backup')
  await run('backup', '--data-dir', dataDir, '--out', out, '--with-keystore', keystore)

  const restored = join(folder, 'restored')
  await run('restore', '--data-dir', restored, '--from', out)
  expect(existsSync(join(restored, 'key.json'))).toBe(true)
  await using again = await Gateway.create(gatewayConfigSchema.parse({ dataDir: restored, ...ports }), {
    log: silentLogger(),
  })
  expect(again.streamKeys.check(key)?.streamId).toBe('live')
  await expect(run('restore', '--data-dir', restored, '--from', out)).rejects.toThrow(DataDirLockedError)
})

test('error: a folder without state has nothing to back up', async () => {
  await expect(run('backup', '--data-dir', folder, '--out', join(folder, 'x'))).rejects.toThrow(NoStateError)
})
