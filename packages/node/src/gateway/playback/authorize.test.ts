import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { silentLogger } from '@millrace/common'
import { afterEach, expect, test } from 'vitest'
import { PlaybackWebhook } from './authorize.ts'

let server: Server | undefined
afterEach(() => {
  server?.closeAllConnections()
  server?.close()
})

let nowMs = 0
async function webhookAnswering(status: number | 'never') {
  const asked: unknown[] = []
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    asked.push(JSON.parse(Buffer.concat(chunks).toString()))
    if (status !== 'never') response.writeHead(status).end()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`
  const clock = { nowMs: () => nowMs }
  const webhook = new PlaybackWebhook({ url, timeoutMs: 300, cacheMs: 1_000 }, { clock, log: silentLogger() })
  return { webhook, asked }
}

const request = { streamId: 'live', kind: 'media', token: 't', remoteAddress: '1.2.3.4' } as const

test('an answer holds for the same viewer and stream, for as long as it may', async () => {
  const { webhook, asked } = await webhookAnswering(204)
  expect(await webhook.authorize(request)).toEqual({ allow: true })
  await webhook.authorize({ ...request, kind: 'segment', rendition: 'source', seqNo: 1 })
  expect(asked).toEqual([{ streamId: 'live', token: 't', remoteAddress: '1.2.3.4' }])
  await webhook.authorize({ ...request, token: 'other' })
  nowMs += 1_000
  await webhook.authorize(request)
  expect(asked).toHaveLength(3)
})

test('error: a refusal is one, and a webhook that fails lets nobody in and is asked again', async () => {
  const refusing = await webhookAnswering(401)
  expect(await refusing.webhook.authorize(request)).toEqual({ allow: false, reason: 'denied' })
  for (const status of [500, 'never'] as const) {
    server?.close()
    const failing = await webhookAnswering(status)
    expect(await failing.webhook.authorize(request)).toEqual({ allow: false, reason: 'unavailable' })
    await failing.webhook.authorize(request)
    expect(failing.asked).toHaveLength(2)
  }
})
