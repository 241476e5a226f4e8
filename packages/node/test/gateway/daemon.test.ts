import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { statusSchema } from '@millrace/client'
import { afterEach, beforeEach, expect, test } from 'vitest'

const program = fileURLToPath(import.meta.resolve('@millrace/node/gateway/main'))

let folder: string
const children: ChildProcess[] = []
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gateway-daemon-'))
})
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  await rm(folder, { recursive: true, force: true })
})

async function start(settings: object, args: readonly string[] = []) {
  const configFile = join(folder, 'gateway.json')
  const ports = { rtmpHost: '127.0.0.1', rtmpPort: 0, httpPort: 0, operatorPort: 0 }
  const defaults = { dataDir: join(folder, 'data'), ...ports }
  await writeFile(configFile, JSON.stringify({ ...defaults, ...settings }))
  const child = fork(program, ['--config', configFile, ...args], { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] })
  children.push(child)
  let stderr = ''
  child.stderr?.on('data', (chunk) => {
    stderr += String(chunk)
  })
  return { child, stderr: () => stderr }
}

test('the daemon says when it is ready, serves, and ends at SIGTERM within five seconds', async () => {
  const { child } = await start({ defaultStream: 'live' })
  const [ready] = await once(child, 'message')
  expect(ready).toMatchObject({ type: 'ready', role: 'gateway', pid: child.pid })
  const status = statusSchema.parse(await (await fetch(`${ready.httpUrl}/api/v1/status`)).json())
  expect(status.gateway).toMatchObject({ rtmpUrl: ready.rtmpUrl, httpUrl: ready.httpUrl })
  const subscription = await fetch(`${ready.httpUrl}/api/v1/events`)
  const before = Date.now()
  child.kill('SIGTERM')
  const [code] = await once(child, 'exit')
  expect(code).toBe(0)
  expect(Date.now() - before).toBeLessThan(5_000)
  await subscription.text().catch(() => {})
})

test('the daemon ends with the process that forked it', async () => {
  const { child } = await start({})
  await once(child, 'message')
  child.disconnect()
  const [code] = await once(child, 'exit')
  expect(code).toBe(0)
})

test('error: what is wrong is said in one sentence, and the exit code tells', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const { child, stderr } = await start({ rtmpPort: port })
  const [code] = await once(child, 'exit')
  server.close()
  expect(code).toBe(1)
  expect(stderr()).toBe(
    `millrace gateway: Port ${port} on 127.0.0.1 is in use; choose another with the setting rtmpPort.\n`,
  )
})
