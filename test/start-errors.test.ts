import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { start } from '../e2e/support/start-command.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millrace-start-'))
})
afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }))

test('error: a port that is in use is named with the setting that moves it', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const started = start(['--data-dir', join(folder, 'port'), '--rtmp-port', String(port)])
  expect(await started.ended).toBe(1)
  expect(started.errors()).toContain(`Port ${port} is in use`)
  expect(started.errors()).toContain('--rtmp-port')
  server.close()
})

test('error: a source that cannot be read is named', async () => {
  const started = start(['--data-dir', join(folder, 'source'), '--source', '/no/such/video.mp4'])
  expect(await started.ended).toBe(1)
  expect(started.errors()).toContain('/no/such/video.mp4')
})

test('error: a data folder that is a file is named', async () => {
  const file = join(folder, 'file')
  await writeFile(file, '')
  const started = start(['--data-dir', file])
  expect(await started.ended).toBe(1)
  expect(started.errors()).toContain(file)
  expect(started.errors()).toContain('--data-dir')
})

test('error: a corrupt state of the chain is named', async () => {
  const dataDir = join(folder, 'corrupt')
  await mkdir(join(dataDir, 'chain'), { recursive: true })
  await writeFile(join(dataDir, 'chain', 'state.json'), '{"half": ')
  await writeFile(join(dataDir, 'chain', 'state.json.gz'), 'neither')
  const started = start(['--data-dir', dataDir])
  expect(await started.ended).toBe(1)
  expect(started.errors()).toMatch(/state\S* /)
  expect(started.errors()).toContain(join(dataDir, 'chain'))
})

test('error: a setting that does not exist is named', async () => {
  const started = start(['--no-such-setting', '1'])
  expect(await started.ended).not.toBe(0)
  expect(started.errors()).toContain('--no-such-setting')
})

test('error: a cheat that does not exist is refused with those that do', async () => {
  const started = start(['--data-dir', join(folder, 'cheat'), '--cheat', 'blue'])
  expect(await started.ended).toBe(1)
  expect(started.errors()).toContain('there is no cheat blue, only wrong-source, another-segment')
  expect(started.errors()).toContain('bad-second')
})
