import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { isLeftOut } from '../../../e2e/support/without.ts'
import { NotifySocket } from './notify-socket.ts'
import { temporaryDir, until } from './orchestrator-fixture.ts'

const dir = temporaryDir()
const undo: (() => unknown)[] = []
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step()
})
afterAll(() => dir[Symbol.dispose]())

interface Ready {
  readonly serviceUri: string
  readonly operatorUrl: string
}

interface Daemon {
  readonly child: ChildProcess
  readonly errors: () => string
  readonly ready: Promise<Ready>
}

function run(
  role: 'orchestrator' | 'transcoder',
  settings: Record<string, unknown>,
  env: NodeJS.ProcessEnv = {},
): Daemon {
  const file = `${dir.path}/${role}.json`
  const dataDir = `${dir.path}/${role}`
  writeFileSync(
    file,
    JSON.stringify({
      dataDir,
      operatorPort: 0,
      transcodeWorkers: 1,
      capacityPixelsPerSecond: 1e7,
      ...settings,
    }),
  )
  const child = fork(new URL(`../src/${role}/main.ts`, import.meta.url), ['--config', file], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: { PATH: process.env.PATH, ...env },
  })
  undo.push(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const exited = once(child, 'exit')
    child.kill('SIGKILL')
    await exited
  })
  let errors = ''
  child.stderr?.on('data', (chunk) => (errors += chunk))
  return { child, errors: () => errors, ready: once(child, 'message').then(([message]) => message) }
}

async function notifySocket(name: string): Promise<NotifySocket> {
  const socket = await NotifySocket.listen(`${dir.path}/${name}`)
  undo.push(() => socket.close())
  return socket
}

describe.skipIf(isLeftOut('systemd-notify'))('a service of systemd', () => {
  test('it is ready when it can take work, shows that it lives, reloads, and says that it stops', async () => {
    const systemd = await notifySocket('notify')
    const secret = `${dir.path}/secret`
    writeFileSync(secret, 'a-secret-of-both\n')
    const logFile = `${dir.path}/logs/orchestrator.log`
    const node = run(
      'orchestrator',
      {
        host: '127.0.0.1',
        port: 0,
        localTranscoding: 'off',
        transcoderSecretFile: secret,
        logFile,
        stopGraceMs: 7_000,
      },
      { NOTIFY_SOCKET: systemd.path, WATCHDOG_USEC: '900000', WATCHDOG_PID: '' },
    )
    const { operatorUrl, serviceUri } = await node.ready
    await until(
      'it says what it waits for, and that its start goes on',
      () =>
        systemd.has('STATUS=not ready: no transcoder is connected') &&
        systemd.has('EXTEND_TIMEOUT_USEC=60000000'),
    )
    expect((await fetch(new URL('/readyz', operatorUrl))).status).toBe(503)
    expect([systemd.has('READY=1'), systemd.has('WATCHDOG=1')]).toEqual([false, false])

    const helper = run('transcoder', { orchestrator: serviceUri, secretFile: secret })
    await helper.ready
    await until('it is ready', () => systemd.has('READY=1'))
    expect((await fetch(new URL('/readyz', operatorUrl))).status).toBe(200)
    expect(systemd.has('STATUS=ready')).toBe(true)
    const signsOfLife = () => systemd.notices.filter((notice) => notice.includes('WATCHDOG=1')).length
    await until('it shows that it lives, again and again', () => signsOfLife() >= 3)

    renameSync(logFile, `${logFile}.moved`)
    const before = systemd.notices.length
    node.child.kill('SIGHUP')
    await until('it has reloaded', () => systemd.has('READY=1', before))
    const reload = systemd.notices.slice(before).filter((notice) => notice !== 'WATCHDOG=1')
    expect(reload[0]).toMatch(/^RELOADING=1 \| MONOTONIC_USEC=\d+$/)
    expect(reload).toContain('READY=1')
    expect(existsSync(logFile)).toBe(true)

    helper.child.kill('SIGKILL')
    await until('it says that it cannot work any more', () =>
      systemd.has('STATUS=not ready: no transcoder is connected', before),
    )
    const alive = signsOfLife()
    await until('it lives all the same', () => signsOfLife() > alive)

    const exited = once(node.child, 'exit')
    node.child.kill('SIGTERM')
    expect(await exited).toEqual([0, null])
    await until('it has said that it stops', () => systemd.has('STOPPING=1'))
    // Its grace, what follows it, and the time of a notice.
    expect(systemd.has('EXTEND_TIMEOUT_USEC=18500000')).toBe(true)
    expect(node.errors()).toBe('')
    const lines = [logFile, `${logFile}.moved`].flatMap((file) =>
      readFileSync(file, 'utf8').trim().split('\n'),
    )
    expect(lines.map((line) => JSON.parse(line).name)).toEqual(lines.map(() => 'orchestrator'))
  })
})

test('error: a log file that cannot be written is told in a sentence, and the log goes to standard error', async () => {
  mkdirSync(`${dir.path}/taken/orchestrator.log`, { recursive: true })
  const logFile = `${dir.path}/taken/orchestrator.log`
  const node = run('orchestrator', { host: '127.0.0.1', port: 0, logFile })
  await node.ready
  await until('it has logged something', () => node.errors().includes('"name":"orchestrator"'))
  const [first] = node.errors().split('\n')
  expect(first).toBe(
    `millrace orchestrator: the log file ${logFile} cannot be written (EISDIR); lines go to standard error until it can`,
  )
})
