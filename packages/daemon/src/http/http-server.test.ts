import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { Hono } from 'hono'
import { expect, onTestFinished, test } from 'vitest'
import { HttpServer } from './http-server.ts'

/** More than the system's buffers on both ends take. */
const large = new Uint8Array(32 << 20)
const unread = { patienceMs: 300, crowdedPatienceMs: 20, crowd: 4 }

interface Started {
  readonly port: number
  readonly cutOff: () => number
  readonly served: () => number
}

async function start(options: Partial<typeof unread> = {}): Promise<Started> {
  let count = 0
  let served = 0
  const app = new Hono()
    .use(async (_, next) => {
      served++
      await next()
    })
    .get('/large', () => new Response(large))
    .get('/small', () => new Response('small'))
    .get('/never', () => new Promise<Response>(() => {}))
    .post('/', async (context) => new Response(await context.req.text()))
  const onUnread = (answers: number) => {
    count += answers
  }
  const server = await HttpServer.listen(
    { host: '127.0.0.1', port: 0, setting: 'httpPort', unread: { ...unread, ...options }, lookMs: 20 },
    { app, onUnread },
  )
  onTestFinished(() => server.close())
  return { port: server.port, cutOff: () => count, served: () => served }
}

async function ask({ port }: Started, path: string): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port })
  socket.on('error', () => {}).pause()
  onTestFinished(() => void socket.destroy())
  await once(socket, 'connect')
  socket.write(`GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`)
  return socket
}

const get = ({ port }: Started, path: string) => fetch(`http://127.0.0.1:${port}${path}`)

test('a viewer that takes nothing of an answer is cut off', async () => {
  const server = await start()
  const never = await ask(server, '/large')
  await expect.poll(server.cutOff).toBe(1)
  never.resume()
  await once(never, 'close')
})

test('a viewer that takes its answer in its time has all of it', async () => {
  const server = await start({ patienceMs: 50_000 })
  const answer = await get(server, '/large')
  expect((await answer.arrayBuffer()).byteLength).toBe(large.length)
  expect(server.cutOff()).toBe(0)
})

test('a viewer whose answer is small, or is not there yet, waits in peace', async () => {
  const server = await start({ patienceMs: 0 })
  const sockets = await Promise.all([ask(server, '/small'), ask(server, '/never')])
  await ask(server, '/large')
  await expect.poll(server.cutOff).toBe(1)
  expect(sockets.map(({ destroyed }) => destroyed)).toEqual([false, false])
})

test('answers that are queued behind one that is not there yet are nobody’s fault', async () => {
  const server = await start({ patienceMs: 0, crowdedPatienceMs: 0, crowd: 1 })
  const socket = await ask(server, '/never')
  socket.write('GET /small HTTP/1.1\r\nHost: a\r\n\r\n'.repeat(5))
  await expect.poll(server.served).toBe(6)
  // By then they have been looked at.
  await ask(server, '/large')
  await expect.poll(server.cutOff).toBe(1)
  expect(socket.destroyed).toBe(false)
})

test('in a crowd of answers that nobody takes, each is kept for less long', async () => {
  const server = await start({ patienceMs: 3_600_000 })
  const crowd = Array.from({ length: unread.crowd }, () => ask(server, '/large'))
  await Promise.all(crowd)
  await ask(server, '/large')
  await expect.poll(server.cutOff).toBeGreaterThan(0)
})

test('a connection with more requests than anybody has at once is cut off, and none of the rest is looked at', async () => {
  const server = await start()
  const socket = await ask(server, '/never')
  socket.resume()
  socket.write('GET /small HTTP/1.1\r\nHost: a\r\n\r\n'.repeat(5))
  await expect.poll(server.served).toBe(6)
  socket.write('GET /small HTTP/1.1\r\nHost: a\r\n\r\n'.repeat(1_000))
  await once(socket, 'close')
  expect(server.served()).toBe(8)
  expect(await (await get(server, '/small')).text()).toBe('small')
})
