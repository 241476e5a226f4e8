import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { SourceUriError } from '../errors.ts'
import { fetchSourceUri, isPrivateAddress } from './source-uri.ts'

const servers: { close(): void; closeAllConnections(): void }[] = []
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close()
    server.closeAllConnections()
  }
})

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/segment.ts`
}

const limits = { timeoutMs: 20_000, maxBytes: 1_000, allowPrivate: true }

test('a segment is fetched by its URL', async () => {
  const uri = await serve((_request, response) => response.end('segment'))
  expect(Buffer.from(await fetchSourceUri(uri, limits)).toString()).toBe('segment')
})

test.each([
  ['127.0.0.1', true],
  ['10.1.2.3', true],
  ['172.31.0.1', true],
  ['172.32.0.1', false],
  ['169.254.169.254', true],
  ['100.64.0.1', true],
  ['8.8.8.8', false],
  ['::1', true],
  ['::', true],
  ['::ffff:127.0.0.1', true],
  ['fd00::1', true],
  ['fe80::1', true],
  ['2001:4860:4860::8888', false],
  ['64:ff9b::7f00:1', true],
  ['255.255.255.255', true],
])('%s is private: %s', (address, expected) => {
  expect(isPrivateAddress(address)).toBe(expected)
})

test.each([
  'ftp://example.com/x',
  'file:///etc/passwd',
  'not a url',
  'http://user:secret@example.com/',
  'http://127.0.0.1/x',
  'http://[::1]/x',
  'http://2130706433/x',
  'http://0x7f.1/x',
])('error: %s is refused before anything is sent', async (uri) => {
  await expect(fetchSourceUri(uri, { ...limits, allowPrivate: false })).rejects.toThrow(SourceUriError)
})

test('error: a name that resolves to a private address is refused at the connection', async () => {
  const uri = (await serve((_request, response) => response.end('x'))).replace('127.0.0.1', 'localhost')
  await expect(fetchSourceUri(uri, { ...limits, allowPrivate: false })).rejects.toThrow(SourceUriError)
})

test('error: a redirect, a body above the limit and a body that breaks off are refused', async () => {
  const redirect = await serve((_request, response) => response.writeHead(302, { Location: '/x' }).end())
  await expect(fetchSourceUri(redirect, limits)).rejects.toThrow('it answers 302')
  const large = await serve((_request, response) => response.end(new Uint8Array(1_001)))
  await expect(fetchSourceUri(large, limits)).rejects.toThrow('larger than 1000 bytes')
  const broken = await serve((_request, response) => {
    response.writeHead(200, { 'Content-Length': 100 }).write('part', () => response.destroy())
  })
  await expect(fetchSourceUri(broken, limits)).rejects.toThrow('it breaks off')
})

test('error: a server that never answers is given up', async () => {
  const uri = await serve(() => {})
  await expect(fetchSourceUri(uri, { ...limits, timeoutMs: 50 })).rejects.toThrow('it cannot be fetched')
})
