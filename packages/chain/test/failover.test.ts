import { afterAll, beforeAll, expect, test } from 'vitest'
import { Failover } from '../src/client/failover.ts'
import { EndpointBehindError, RpcUnreachableError, TxSender } from '../src/index.ts'
import { account, log, type Protocol, startProtocol } from './kit.ts'
import { type ProxyMode, type RpcProxy, startProxy } from './proxy.ts'

let protocol: Protocol
beforeAll(async () => {
  protocol = await startProtocol()
})
afterAll(() => protocol[Symbol.asyncDispose]())

/** A connection over two endpoints of the same chain. */
async function over(first: ProxyMode, second: ProxyMode, options: { requestTimeoutMs?: number } = {}) {
  const proxies = await Promise.all([startProxy(protocol.rpcUrl, first), startProxy(protocol.rpcUrl, second)])
  const [a, b] = proxies as [RpcProxy, RpcProxy]
  const { addresses } = protocol.chain
  const chain = await protocol.connect({ rpcUrls: [a.url, b.url], addresses, attempts: 2, ...options })
  return {
    chain,
    a,
    b,
    async [Symbol.asyncDispose]() {
      await Promise.all(proxies.map((proxy) => proxy[Symbol.asyncDispose]()))
    },
  }
}

function causesOf(error: unknown): readonly unknown[] {
  return error instanceof Error ? [error, ...causesOf(error.cause)] : []
}

const failover = (rpcUrls: readonly string[], nowMs?: () => number) =>
  new Failover({ rpcUrls, requestTimeoutMs: 1_000, attempts: 1, ...(nowMs && { nowMs }) })
const blockNumber = { method: 'eth_blockNumber' } as const

test.each<[string, ProxyMode]>([
  ['stalls', 'stall'],
  ['is down', 'unavailable'],
  ['takes no more requests for now', 'rate-limited'],
  ['breaks off in the middle of its answers', 'cut'],
  ['leaves answers out', 'incomplete'],
])('an endpoint that %s is passed over, and left alone for a while', async (_what, mode) => {
  await using two = await over('pass', 'pass', { requestTimeoutMs: 200 })
  two.a.mode = mode
  const expected = await protocol.chain.rounds.current()
  expect(await two.chain.rounds.current()).toEqual(expected)
  const { requests } = two.a
  expect(await two.chain.rounds.current()).toEqual(expected)
  expect(two.a.requests).toBe(requests)
  expect(two.chain.endpoints()).toMatchObject([{ isUp: false }, { isUp: true }])
})

test('the preferred endpoint is asked again once it works', async () => {
  await using two = await over('pass', 'pass')
  let nowMs = 0
  const both = failover([two.a.url, two.b.url], () => nowMs)
  two.a.mode = 'unavailable'
  await both.request(blockNumber)
  expect(both.health).toMatchObject([{ isUp: false }, { isUp: true }])
  two.a.mode = 'pass'
  nowMs += 600
  const { requests } = two.b
  await both.request(blockNumber)
  expect(both.health).toMatchObject([{ isUp: true }, { isUp: true }])
  expect(two.b.requests).toBe(requests)
})

test('answers that arrive in a batch that was cut belong to their own requests', async () => {
  await using proxy = await startProxy(protocol.rpcUrl, 'incomplete')
  const one = failover([proxy.url])
  const [chainId, head] = await Promise.allSettled([
    one.request({ method: 'eth_chainId' }),
    one.request(blockNumber),
  ])
  expect(chainId.status).toBe('rejected')
  expect(head).toEqual({ status: 'fulfilled', value: expect.stringMatching(/^0x/) })
  expect(head.status === 'fulfilled' && head.value).not.toBe('0x7a69')
})

test('an endpoint that is behind never moves the view backwards, neither for heads nor for reads', async () => {
  await using two = await over('pass', { behind: 3 })
  await protocol.mine(5)
  const head = await two.chain.blockNumbers.latest()
  expect(await two.chain.blockNumbers.latest()).toBe(head)
  two.a.mode = 'unavailable'
  await expect(two.chain.blockNumbers.latest()).rejects.toThrow()
  const read = await two.chain.rounds.current().catch((error) => error)
  expect(causesOf(read)).toContainEqual(expect.any(EndpointBehindError))
  // It catches up.
  await protocol.mine(3)
  expect(await two.chain.blockNumbers.latest()).toBe(head)
  expect((await two.chain.rounds.current()).lengthBlocks).toBe(60n)
})

test('a preferred endpoint that falls behind is passed over while another one is not', async () => {
  await using two = await over('pass', 'pass')
  const head = await two.chain.blockNumbers.latest()
  two.a.mode = { behind: 2 }
  expect(await two.chain.blockNumbers.latest()).toBe(head)
})

test('a chain that went back is believed when all endpoints insist', async () => {
  await using two = await over('pass', 'pass')
  await protocol.mine(5)
  let nowMs = 0
  const both = failover([two.a.url, two.b.url], () => nowMs)
  const head = await both.request(blockNumber)
  two.a.mode = two.b.mode = { behind: 2 }
  await expect(both.request(blockNumber)).rejects.toThrow(EndpointBehindError)
  nowMs += 2_000
  expect(Number(await both.request(blockNumber))).toBe(Number(head) - 2)
})

test('a chain that went back is not believed of one endpoint while the other is silent', async () => {
  await using two = await over('pass', 'pass')
  await protocol.mine(5)
  let nowMs = 0
  const both = failover([two.a.url, two.b.url], () => nowMs)
  await both.request(blockNumber)
  two.a.mode = 'unavailable'
  two.b.mode = { behind: 2 }
  for (nowMs = 0; nowMs < 60_000; nowMs += 5_000) {
    await expect(both.request(blockNumber)).rejects.toThrow()
  }
})

test('an endpoint that hangs at an old block is noticed by what another one tells', async () => {
  await using two = await over('pass', 'pass')
  await protocol.mine(8)
  let nowMs = 0
  const both = failover([two.a.url, two.b.url], () => nowMs)
  two.a.mode = { behind: 5 }
  const old = Number(await both.request(blockNumber))
  const { requests } = two.b
  for (let turn = 0; two.b.requests === requests || Number(await both.request(blockNumber)) === old; turn++) {
    expect(turn).toBeLessThan(100)
    nowMs += 1_000
    await both.request(blockNumber)
  }
  expect(Number(await both.request(blockNumber))).toBe(old + 5)
})

test('an endpoint of another chain is never asked for anything else', async () => {
  await using two = await over('pass', 'other-chain')
  await two.chain.rounds.current()
  two.a.mode = 'unavailable'
  await expect(two.chain.rounds.current()).rejects.toThrow()
  expect(two.b.methods).not.toContain('eth_call')
})

test('a transaction is told to every endpoint, so that one that drops it does not stop it', async () => {
  await using two = await over('drops-transactions', 'pass')
  const sender = new TxSender(
    { pollIntervalMs: 20 },
    { client: two.chain.client, account: account(4).account, log },
  )
  const receipt = await sender.send({ label: 'transfer', to: account(5).address, valueWei: 1n })
  expect(receipt.status).toBe('success')
  await sender.close()
})

test('error: all endpoints are down', async () => {
  await using two = await over('pass', 'pass')
  two.a.mode = 'unavailable'
  two.b.mode = 'cut'
  await expect(two.chain.rounds.current()).rejects.toThrow()
  const { addresses } = protocol.chain
  await expect(protocol.connect({ rpcUrls: [two.a.url, two.b.url], addresses, attempts: 1 })).rejects.toThrow(
    RpcUnreachableError,
  )
})
