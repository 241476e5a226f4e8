import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import { Writable } from 'node:stream'
import { createLogger } from '@millrace/common'
import { ServiceManager } from '@millrace/daemon'
import { afterEach, describe, expect, test } from 'vitest'
import { isLeftOut } from '../../../e2e/support/without.ts'
import { NotifySocket } from './notify-socket.ts'
import { temporaryDir, testLog, until } from './orchestrator-fixture.ts'

const undo: (() => unknown)[] = []
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step()
})

function temporaryPath(): string {
  const dir = temporaryDir()
  undo.push(() => dir[Symbol.dispose]())
  return dir.path
}

type Answer = (response: ServerResponse) => void
const say =
  (status: number, text: string): Answer =>
  (response) =>
    response.writeHead(status).end(text)

/** The operator port of a node, which answers as it is told to. */
class Node {
  health: Answer = say(200, 'ok\n')
  readiness: Answer = say(200, 'ready\n')
  asked = 0
  readonly #server = createServer((request, response) => {
    if (request.url !== '/healthz') return this.readiness(response)
    this.asked++
    this.health(response)
  })

  async listen(): Promise<string> {
    this.#server.listen(0, '127.0.0.1')
    await once(this.#server, 'listening')
    undo.push(() => {
      this.#server.close()
      this.#server.closeAllConnections()
    })
    const address = this.#server.address()
    return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
  }
}

function follow(env: Record<string, string>, url: string, log = testLog()): ServiceManager {
  const manager = ServiceManager.of({ PATH: process.env.PATH, ...env }, { pid: 7, log })
  if (!manager) throw new Error('It is a service.')
  undo.push(() => manager.stopping(0))
  manager.follow(url)
  return manager
}

test('a process is a service where there is a socket for its notices', () => {
  const of = (env: Record<string, string>) => ServiceManager.of(env, { pid: 7, log: testLog() })
  expect(of({})).toBeUndefined()
  expect(of({ NOTIFY_SOCKET: 'vsock:2:9' })).toBeUndefined()
  expect(of({ NOTIFY_SOCKET: '/run/notify' })).toBeInstanceOf(ServiceManager)
  expect(of({ NOTIFY_SOCKET: '@abstract' })).toBeInstanceOf(ServiceManager)
})

describe.skipIf(isLeftOut('systemd-notify'))('what systemd is told', () => {
  test('a node that hangs or calls itself ill shows no sign of life until it works again', async () => {
    const systemd = await NotifySocket.listen(`${temporaryPath()}/notify`)
    undo.push(() => systemd.close())
    const node = new Node()
    follow({ NOTIFY_SOCKET: systemd.path, WATCHDOG_USEC: '90000', WATCHDOG_PID: '7' }, await node.listen())
    await until('it lives', () => systemd.has('WATCHDOG=1'))
    for (const [health, status] of [
      [() => {}, 'not ready: its operator API does not answer'],
      [say(500, 'ill\n'), 'ready'],
    ] as const) {
      const before = systemd.notices.length
      node.health = health
      const asked = node.asked
      await until('it was looked at some times', () => node.asked >= asked + 4)
      // What was answered before may still have been on its way.
      const late = systemd.notices.slice(before).filter((notice) => notice.includes('WATCHDOG=1'))
      expect(late.length).toBeLessThanOrEqual(2)
      expect(systemd.has(`STATUS=${status}`, before)).toBe(true)
    }
    node.health = say(200, 'ok\n')
    const before = systemd.notices.length
    await until('it lives again', () => systemd.has('WATCHDOG=1', before))
  })

  test('a watchdog of another process is none, and a status is one line of bounded length', async () => {
    const systemd = await NotifySocket.listen(`${temporaryPath()}/notify`)
    undo.push(() => systemd.close())
    const node = new Node()
    node.readiness = say(503, `first line\nREADY=1\n${'x'.repeat(10_000)}`)
    const manager = follow(
      { NOTIFY_SOCKET: systemd.path, WATCHDOG_USEC: '90000', WATCHDOG_PID: '8' },
      await node.listen(),
    )
    await until('it says why it is not ready', () => systemd.notices.length > 0)
    node.readiness = say(200, 'ready\n')
    await until('it is ready', () => systemd.has('READY=1'))
    await manager.stopping(1_000)
    expect(systemd.notices).toEqual([
      expect.stringMatching(
        /^STATUS=not ready: first line READY=1 x{100,200} \| EXTEND_TIMEOUT_USEC=60000000$/,
      ),
      'STATUS=ready | READY=1',
      'STOPPING=1 | EXTEND_TIMEOUT_USEC=11000000 | STATUS=stopping',
    ])
  })

  test('error: where systemd cannot be told it is said once, and the node is followed on', async () => {
    const lines: string[] = []
    const to = new Writable({
      write(chunk, _encoding, done) {
        lines.push(String(chunk))
        done()
      },
    })
    const node = new Node()
    const nobody = { NOTIFY_SOCKET: `${temporaryPath()}/nobody`, WATCHDOG_USEC: '90000' }
    follow(nobody, await node.listen(), createLogger({ name: 'test', to }))
    await until('it was looked at some times', () => node.asked >= 5)
    expect(lines.map((line) => JSON.parse(line).msg)).toEqual(['systemd could not be told how this node is'])
  })
})
