import { once } from 'node:events'
import { createServer, connect as dial } from 'node:net'
import { performance } from 'node:perf_hooks'
import { expect, test } from 'vitest'
import { DelayProxy } from './delay-proxy.ts'

function portOf(server: { address(): unknown }): number {
  const address = server.address()
  if (typeof address === 'object' && address !== null && 'port' in address) return Number(address.port)
  throw new Error('The server does not listen.')
}

test('bytes arrive whole, in order, and late by both ways', async () => {
  const echo = createServer((socket) => socket.pipe(socket)).listen(0, '127.0.0.1')
  await once(echo, 'listening')
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const port = portOf(probe)
  probe.close()
  await once(probe, 'close')
  const proxy = await DelayProxy.listen({ port, targetPort: portOf(echo), delayMs: 40 })
  try {
    const socket = dial({ port, host: '127.0.0.1' })
    const sent = Buffer.alloc(300_000, 'abcdefg')
    const started = performance.now()
    socket.end(sent)
    const chunks: Buffer[] = []
    for await (const chunk of socket) chunks.push(chunk as Buffer)
    expect(Buffer.concat(chunks).equals(sent)).toBe(true)
    expect(performance.now() - started).toBeGreaterThanOrEqual(79)
  } finally {
    await proxy.close()
    echo.close()
  }
})
