import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Address, decodeErrorResult, type Hex, parseAbi, parseTransaction, toHex } from 'viem'
import { headOf, l2Header, toL1, toL1AtLeast, toL2, withL2Numbers } from './block-numbers.ts'
import { type LiveCall, unknownCallOf } from './live-abi.ts'
import { liveResult, liveRevert } from './live-reverts.ts'

interface RpcRequest {
  readonly id: number
  readonly method: string
  readonly params?: readonly unknown[]
}
interface RpcAnswer {
  readonly result?: unknown
  readonly error?: { readonly code: number; readonly message: string; readonly data?: unknown }
}

/** An endpoint that shows a local deployment as the one on Arbitrum One. */
export interface LiveEndpoint extends AsyncDisposable {
  readonly url: string
  /** What was asked for that the live network does not have. */
  readonly refused: readonly string[]
  readonly methods: ReadonlySet<string>
}

/** Where each method says as of which block it asks. */
const blockParameter: Readonly<Record<string, number | undefined>> = {
  eth_call: 1,
  eth_estimateGas: 1,
  eth_getBalance: 1,
  eth_getCode: 1,
  eth_getTransactionCount: 1,
  eth_getStorageAt: 2,
  eth_feeHistory: 1,
  eth_getBlockByNumber: 0,
}
const plainMethods = [
  'eth_chainId',
  'net_version',
  'eth_blockNumber',
  'eth_gasPrice',
  'eth_maxPriorityFeePerGas',
  'eth_getLogs',
  'eth_getBlockByHash',
  'eth_getTransactionByHash',
  'eth_getTransactionReceipt',
  'eth_sendRawTransaction',
]

/**
 * Stands before an anvil whose block numbers are L1's and whose contracts are at the addresses of the live deployment.
 * Clients find Arbitrum's block numbers and reverts with the live texts, and are refused whatever the live contracts
 * do not have.
 */
export async function startLiveEndpoint(rpcUrl: string): Promise<LiveEndpoint> {
  const refused: string[] = []
  const methods = new Set<string>()
  const answer = async (request: RpcRequest): Promise<object> => {
    methods.add(request.method)
    const answered = await answerTo(request, { rpcUrl, refuse: (what) => void refused.push(what) })
    return { jsonrpc: '2.0', id: request.id, ...answered }
  }
  const server = createServer((request, response) => {
    serve(request, response, answer).catch(() => response.destroy())
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    refused,
    methods,
    async [Symbol.asyncDispose]() {
      server.close()
      server.closeAllConnections()
    },
  }
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  answer: (request: RpcRequest) => Promise<object>,
): Promise<void> {
  const headers = { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*' }
  if (request.method === 'OPTIONS') return void response.writeHead(204, headers).end()
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  const body: RpcRequest | readonly RpcRequest[] = JSON.parse(Buffer.concat(chunks).toString())
  const answers = Array.isArray(body) ? await Promise.all(body.map(answer)) : await answer(body as RpcRequest)
  response.writeHead(200, { ...headers, 'content-type': 'application/json' }).end(JSON.stringify(answers))
}

interface Context {
  readonly rpcUrl: string
  readonly refuse: (what: string) => void
}

async function answerTo(request: RpcRequest, { rpcUrl, refuse }: Context): Promise<RpcAnswer> {
  const { method, params = [] } = request
  if (!plainMethods.includes(method) && blockParameter[method] === undefined) {
    refuse(method)
    return { error: { code: -32_601, message: `the method ${method} does not exist/is not available` } }
  }
  const call = callOf(request)
  const unknown = call && unknownCallOf(call)
  if (unknown !== undefined) {
    refuse(unknown)
    return { error: { code: 3, message: 'execution reverted', data: '0x' } }
  }
  const block = params[blockParameter[method] ?? -1]
  // The chain behind knows no blocks before its first.
  if (isQuantity(block) && toL1(Number(block)) === undefined) return { result: earlyAnswer(method) }
  const asked = withL1Numbers(request)
  if (asked === undefined) return { result: [] }
  const answer = await forward(rpcUrl, { ...request, params: asked })
  if (answer.error) return { error: call ? revertOf(answer.error, call) : answer.error }
  return { result: shown(request, answer.result, call) }
}

function earlyAnswer(method: string): unknown {
  return method === 'eth_getBlockByNumber' ? null : '0x'
}

function callOf({ method, params = [] }: RpcRequest): LiveCall | undefined {
  const [first] = params
  if (method === 'eth_sendRawTransaction') {
    const { to, data = '0x' } = parseTransaction(first as Hex)
    return to ? { to, data } : undefined
  }
  if (method !== 'eth_call' && method !== 'eth_estimateGas') return undefined
  const { to, data, input } = first as { to?: Address; data?: Hex; input?: Hex }
  return to ? { to, data: data ?? input ?? '0x' } : undefined
}

/** Parameters with the block numbers of the chain behind; undefined for a range of empty blocks alone. */
function withL1Numbers({ method, params = [] }: RpcRequest): readonly unknown[] | undefined {
  const at = blockParameter[method]
  const block = at === undefined ? undefined : params[at]
  if (at !== undefined && isQuantity(block)) return params.with(at, toHex(toL1(Number(block)) ?? 0))
  const [filter] = params
  if (method !== 'eth_getLogs' || typeof filter !== 'object' || filter === null) return params
  const { fromBlock, toBlock } = filter as { readonly fromBlock?: unknown; readonly toBlock?: unknown }
  if (!isQuantity(fromBlock) || !isQuantity(toBlock)) return params
  const [from, to] = [toL1AtLeast(Number(fromBlock)), toL1(Number(toBlock)) ?? 0]
  return from > to ? undefined : [{ ...filter, fromBlock: toHex(from), toBlock: toHex(to) }]
}

function shown({ method, params = [] }: RpcRequest, result: unknown, call: LiveCall | undefined): unknown {
  if (method === 'eth_blockNumber') return toHex(headOf(Number(result)))
  if (method === 'eth_call' && call) return liveResult(result as Hex, call)
  const isHeader = method === 'eth_getBlockByNumber' || method === 'eth_getBlockByHash'
  if (!isHeader || typeof result !== 'object' || result === null) return withL2Numbers(result)
  const header = withL2Numbers(result) as Readonly<Record<string, unknown>>
  const [block] = params
  const number = Number(header['number'])
  if (method === 'eth_getBlockByHash') return l2Header(header, toL2(number))
  return l2Header(header, isQuantity(block) ? Number(block) : headOf(number))
}

const errorAbi = parseAbi(['error Error(string message)'])

function revertOf(error: NonNullable<RpcAnswer['error']>, call: LiveCall): NonNullable<RpcAnswer['error']> {
  const { data } = error
  if (typeof data !== 'string' || !data.startsWith('0x')) return error
  const live = liveRevert(data as Hex, call)
  if (!live.startsWith('0x08c379a0')) return { code: 3, message: 'execution reverted', data: live }
  const [text] = decodeErrorResult({ abi: errorAbi, data: live }).args
  return { code: 3, message: `execution reverted: ${text}`, data: live }
}

function isQuantity(value: unknown): value is Hex {
  return typeof value === 'string' && value.startsWith('0x')
}

async function forward(rpcUrl: string, request: object): Promise<RpcAnswer> {
  const headers = { 'content-type': 'application/json' }
  const reply = await fetch(rpcUrl, {
    method: 'POST',
    headers,
    body: JSON.stringify({ jsonrpc: '2.0', ...request }),
  })
  return (await reply.json()) as RpcAnswer
}
