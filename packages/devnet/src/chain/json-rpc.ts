import { request } from 'node:http'

/** Calls one JSON-RPC method of a node on this machine. Rejects with the node's message, or when it does not answer. */
export function callRpc(
  { port, timeoutMs = 60_000 }: { port: number; timeoutMs?: number },
  method: string,
  params: readonly unknown[] = [],
): Promise<unknown> {
  const { promise, resolve, reject } = Promise.withResolvers<unknown>()
  const call = request(
    {
      host: '127.0.0.1',
      port,
      method: 'POST',
      // A connection of its own: a kept one may be closed by a restart between two calls.
      agent: false,
      signal: AbortSignal.timeout(timeoutMs),
      headers: { 'content-type': 'application/json' },
    },
    (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => {
        try {
          const { result, error } = JSON.parse(Buffer.concat(chunks).toString('utf8')) as {
            result?: unknown
            error?: { message: string }
          }
          if (error) reject(new Error(`${method}: ${error.message}`))
          else resolve(result)
        } catch (cause) {
          reject(new Error(`${method}: the answer is not JSON`, { cause }))
        }
      })
    },
  )
  call.on('error', reject)
  call.end(JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }))
  return promise
}
