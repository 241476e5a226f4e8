import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { IndexerUnreachableError } from './errors.ts'
import { exactAnswerOf, indexerClient } from './indexer-client.ts'

async function serve(listener: RequestListener) {
  const server = createServer(listener)
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.close()
      server.closeAllConnections()
    },
  }
}

test('error: an indexer that begins an answer and does not end it counts as gone', async () => {
  await using server = await serve((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).write('{"totalActive')
  })
  const indexer = indexerClient({ url: server.url, timeoutMs: 200 })
  await expect(exactAnswerOf(indexer.GET('/v1/overview'))).rejects.toThrow(IndexerUnreachableError)
})

test('error: so does one that is not there', async () => {
  const indexer = indexerClient({ url: 'http://127.0.0.1:1' })
  await expect(exactAnswerOf(indexer.GET('/v1/overview'))).rejects.toThrow(IndexerUnreachableError)
})
