import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { until } from '../support/until.ts'
import { HostNetwork } from './host-network.ts'
import { NamespaceFabric } from './namespace-fabric.ts'
import { type Place, Relay } from './relay.ts'

const port = 7_777
const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

/** Whether this machine has them shows the test of the whole network. */
const canHaveNamespaces = await NamespaceFabric.open().then(async (fabric) => {
  await fabric?.close()
  return fabric !== undefined
})

async function echoHost(
  network: HostNetwork,
  name: string,
): Promise<{ socket: Socket; received: () => string }> {
  const host = network.add(name)
  await host.serve(port)
  await host.start(new URL('./echo.ts', import.meta.url), [host.ownAddress, String(port)])
  const socket = connect({ host: host.address, port })
  closing.push(async () => socket.destroy())
  await once(socket, 'connect')
  let received = ''
  socket.on('data', (bytes) => {
    received += bytes
  })
  return { socket, received: () => received }
}

test.each(canHaveNamespaces ? (['namespaces', 'loopback'] as const) : (['loopback'] as const))(
  'a host that is cut off says nothing to anybody until it joins again, and others go on: %s',
  async (kind) => {
    const network = await HostNetwork.open(kind)
    closing.push(() => network[Symbol.asyncDispose]())
    const [one, other] = [await echoHost(network, 'one'), await echoHost(network, 'other')]
    one.socket.write('a')
    await until('one has answered', () => one.received() === 'a')
    network.hosts[0]?.cutOff()
    one.socket.write('b')
    for (const sent of ['c', 'cd', 'cde']) {
      other.socket.write(sent.slice(-1))
      await until('the other one has answered', () => other.received() === sent)
    }
    expect(one.received()).toBe('a')
    network.hosts[0]?.joinAgain()
    await until('one has got what was held up', () => one.received() === 'ab')
  },
)

/** A relay to a server that sends back a digest of all that it got. */
async function digestBehind(options: Partial<Parameters<typeof Relay.listen>[0]>): Promise<[Relay, Place]> {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    const hash = createHash('sha256')
    socket.on('error', () => {}).on('data', (bytes) => hash.update(bytes))
    socket.on('end', () => socket.end(hash.digest('hex')))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  closing.push(async () => server.close())
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server does not listen.')
  const at = { host: '127.0.0.1', port: 0 }
  const relay = await Relay.listen({ at, to: { host: '127.0.0.1', port: address.port }, ...options })
  closing.push(() => relay.close())
  return [relay, { ...at, port: relay.port }]
}

test('all of it comes through a long way, in order, however much is lost on it', async () => {
  const [, place] = await digestBehind({ delayMs: 5, lossEvery: 20 })
  const bytes = randomBytes(3_000_000)
  const socket = connect({ ...place, allowHalfOpen: true })
  socket.end(bytes)
  const [digest] = await once(socket, 'data')
  expect(String(digest)).toBe(createHash('sha256').update(bytes).digest('hex'))
})

test('error: a connection that has carried its bytes breaks off, and the next one does not', async () => {
  const [relay, place] = await digestBehind({ breakAfterBytes: 100_000 })
  const long = connect(place)
  const closed = new Promise((resolve) => long.once('close', resolve))
  long.on('error', () => {}).write(randomBytes(200_000))
  await closed
  expect(relay.broken).toBe(1)
  const short = connect({ ...place, allowHalfOpen: true })
  short.end('few')
  const [digest] = await once(short, 'data')
  expect(String(digest)).toBe(createHash('sha256').update('few').digest('hex'))
})

test('error: a relay that is closed takes nobody, and takes them again once it is open', async () => {
  const [relay, place] = await digestBehind({})
  await relay.close()
  const refused = connect(place)
  const [error] = await once(refused, 'error')
  expect(error).toMatchObject({ code: 'ECONNREFUSED' })
})
