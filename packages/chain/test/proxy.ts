import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ticketBrokerAbi } from '@millrace/abi'
import { getAbiItem, toFunctionSelector } from 'viem'

interface RpcBody {
  readonly id: number
  readonly method: string
  readonly params?: readonly unknown[]
}
interface RpcAnswer {
  readonly id: number
  readonly result?: unknown
  readonly error?: unknown
}

const selectors = {
  redeem: toFunctionSelector(getAbiItem({ abi: ticketBrokerAbi, name: 'redeemWinningTicket' })),
  didNotWin: `${toFunctionSelector('TicketDidNotWin(bytes32)')}${'00'.repeat(32)}`,
}

/** How an endpoint behaves. `behind` tells heads so many blocks lower than they are. */
export type ProxyMode =
  | 'pass'
  | 'stall'
  | 'unavailable'
  | 'rate-limited'
  | 'cut'
  | 'incomplete'
  | 'drops-transactions'
  | 'other-chain'
  | 'refuses-tickets'
  | 'no-simulation'
  | 'no-receipts'
  | 'late-receipts'
  | { readonly behind: number }

/** An endpoint in front of a chain that behaves as told. */
export interface RpcProxy extends AsyncDisposable {
  readonly url: string
  mode: ProxyMode
  /** HTTP requests so far. */
  readonly requests: number
  /** Answers that it made up. */
  readonly lies: number
  /** Methods asked for so far. */
  readonly methods: readonly string[]
}

export async function startProxy(rpcUrl: string, mode: ProxyMode = 'pass'): Promise<RpcProxy> {
  const methods: string[] = []
  let requests = 0
  let lies = 0
  const server = createServer((request, response) => {
    requests++
    answer(request, response).catch(() => response.destroy())
  })
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const body: readonly RpcBody[] = JSON.parse(Buffer.concat(chunks).toString())
    methods.push(...body.map(({ method }) => method))
    const { mode: now } = proxy
    if (now === 'stall') return
    if (now === 'unavailable') return void response.writeHead(503).end('down')
    if (now === 'rate-limited') return void response.writeHead(429, { 'retry-after': '1' }).end('{}')
    const honest = await forward(rpcUrl, body, now)
    const answers = now === 'refuses-tickets' ? honest.map((one) => refused(one, body)) : honest
    lies += answers.filter((one, index) => one !== honest[index]).length
    const text = JSON.stringify(now === 'incomplete' ? answers.slice(1) : answers)
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) })
    if (now !== 'cut') return void response.end(text)
    response.write(text.slice(0, text.length / 2), () => response.destroy())
  }
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const proxy = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    mode,
    get requests() {
      return requests
    },
    get lies() {
      return lies
    },
    methods,
    async [Symbol.asyncDispose]() {
      server.close()
      server.closeAllConnections()
    },
  }
  return proxy
}

async function forward(
  rpcUrl: string,
  body: readonly RpcBody[],
  mode: ProxyMode,
): Promise<readonly RpcAnswer[]> {
  const isKept = ({ method }: RpcBody) => mode === 'drops-transactions' && method === 'eth_sendRawTransaction'
  const sent = body.filter((one) => !isKept(one))
  const kept = body.filter(isKept).map(({ id }) => ({ jsonrpc: '2.0', id, result: `0x${'ab'.repeat(32)}` }))
  if (sent.length === 0) return kept
  const headers = { 'content-type': 'application/json' }
  const reply = await fetch(rpcUrl, { method: 'POST', headers, body: JSON.stringify(sent) })
  const answers = (await reply.json()) as readonly RpcAnswer[]
  const requestOf = new Map(body.map((one) => [one.id, one]))
  return [...answers.map((one) => changed(one, requestOf.get(one.id), mode)), ...kept]
}

/** Calls of `redeemWinningTicket` seem to be refused because the ticket did not win. */
function refused(answer: RpcAnswer, body: readonly RpcBody[]): RpcAnswer {
  const request = body.find(({ id }) => id === answer.id)
  const [call] = request?.params ?? []
  const isRedemption = JSON.stringify(call ?? {}).includes(selectors.redeem)
  if (request?.method !== 'eth_call' || !isRedemption) return answer
  const { result: _result, ...rest } = answer
  return { ...rest, error: { code: 3, message: 'execution reverted', data: selectors.didNotWin } }
}

function changed(answer: RpcAnswer, request: RpcBody | undefined, mode: ProxyMode): RpcAnswer {
  if (mode === 'other-chain' && request?.method === 'eth_chainId') return { ...answer, result: '0x1' }
  if (mode === 'no-simulation' && request?.method === 'eth_simulateV1') {
    const { result: _result, ...rest } = answer
    return { ...rest, error: { code: -32601, message: 'the method eth_simulateV1 does not exist' } }
  }
  if (mode === 'no-receipts' && request?.method === 'eth_getTransactionReceipt') {
    const { result: _result, ...rest } = answer
    return { ...rest, error: { code: -32603, message: 'internal error' } }
  }
  if (mode === 'late-receipts' && request?.method === 'eth_getTransactionReceipt')
    return { ...answer, result: null }
  if (typeof mode !== 'object') return answer
  const lower = (quantity: unknown) => `0x${(BigInt(String(quantity)) - BigInt(mode.behind)).toString(16)}`
  if (request?.method === 'eth_blockNumber') return { ...answer, result: lower(answer.result) }
  const isLatest = request?.method === 'eth_getBlockByNumber' && request.params?.[0] === 'latest'
  const { result } = answer
  if (!isLatest || typeof result !== 'object' || result === null || !('number' in result)) return answer
  return { ...answer, result: { ...result, number: lower(result.number) } }
}
