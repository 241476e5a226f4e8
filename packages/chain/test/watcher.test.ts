import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type Chain, ChainWatcher, type ProtocolEvent, type WatcherOptions } from '../src/index.ts'
import { type Actor, log, type Protocol, startProtocol } from './kit.ts'
import { until } from './until.ts'

let protocol: Protocol
let gateway: Actor
const watchers: ChainWatcher[] = []
beforeAll(async () => {
  protocol = await startProtocol()
  gateway = protocol.actor(2)
  await protocol.nextRound()
})
afterEach(async () => {
  for (const watcher of watchers.splice(0)) await watcher.close()
})
afterAll(() => protocol[Symbol.asyncDispose]())

/** Everything a watcher tells, in one list. */
function watch(options: WatcherOptions = {}, chain: Chain = protocol.chain) {
  const watcher = ChainWatcher.create({ pollIntervalMs: 20, ...options }, { chain, log })
  watchers.push(watcher)
  const told: string[] = []
  const events: ProtocolEvent[] = []
  watcher.on('block', ({ number }) => told.push(`block ${number}`))
  watcher.on('blockRemoved', ({ number }) => told.push(`- block ${number}`))
  watcher.on('event', (event) => {
    events.push(event)
    told.push(describe(event))
  })
  watcher.on('eventRemoved', (event) => told.push(`- ${describe(event)}`))
  watcher.on('outage', () => told.push('outage'))
  watcher.on('recovered', () => told.push('recovered'))
  return { watcher, told, events }
}

const describe = ({ name, blockNumber }: ProtocolEvent) => `${name} ${blockNumber}`
const funded = (events: readonly ProtocolEvent[]) =>
  events.flatMap((event) =>
    event.contract === 'ticketBroker' && event.name === 'DepositFunded' ? [event.args] : [],
  )
const latest = () => protocol.chain.blockNumbers.latest()
const fund = (depositWei: bigint) =>
  gateway.actions.broker.fundDepositAndReserve({ depositWei, reserveWei: 0n })

test('each new block is told once, followed by its events, with typed values', async () => {
  const { watcher, told, events } = watch()
  const start = await until(() => watcher.head?.number)
  await fund(5n)
  await fund(6n)
  await until(() => funded(events).length === 2)
  expect(told).toEqual([
    `block ${start}`,
    ...['ParameterUpdate', 'SetCurrentRewardTokens', 'NewRound'].map((name) => `${name} ${start}`),
    `block ${start + 1n}`,
    `DepositFunded ${start + 1n}`,
    `block ${start + 2n}`,
    `DepositFunded ${start + 2n}`,
  ])
  expect(funded(events)).toEqual([
    { sender: gateway.address, amount: 5n },
    { sender: gateway.address, amount: 6n },
  ])
})

test('old events are read in pages before new ones, each exactly once', async () => {
  const fromBlock = await latest()
  const amounts = [11n, 12n, 13n]
  for (const amount of amounts) {
    await fund(amount)
    await protocol.mine(70)
  }
  // More than twenty pages, so that the backfill takes several steps.
  const { events, watcher } = watch({ fromBlock: fromBlock + 1n, pageBlocks: 5n, keepBlocks: 20 })
  const end = await latest()
  await until(() => watcher.head?.number === end)
  const paid = () => funded(events).map(({ amount }) => amount)
  expect(paid()).toEqual(amounts)
  await fund(14n)
  await until(() => paid().length === 4)
  expect(paid()).toEqual([...amounts, 14n])
})

test('a reorganisation takes blocks and events away, newest first, and tells what came instead', async () => {
  const { told, watcher } = watch()
  await until(() => watcher.head)
  const snapshot = await protocol.anvil.snapshot()
  await protocol.mine(1)
  await fund(21n)
  const top = await latest()
  await until(() => told.includes(`DepositFunded ${top}`))
  told.length = 0
  await protocol.anvil.revert({ id: snapshot })
  await protocol.anvil.increaseTime({ seconds: 100 })
  await protocol.mine(3)
  await until(() => told.includes(`block ${top + 1n}`))
  expect(told).toEqual([
    `- DepositFunded ${top}`,
    `- block ${top}`,
    `- block ${top - 1n}`,
    `block ${top - 1n}`,
    `block ${top}`,
    `block ${top + 1n}`,
  ])
})

test('a reorganisation deeper than the headers kept replaces all of them', async () => {
  const { told, watcher } = watch({ keepBlocks: 4 })
  await until(() => watcher.head)
  const base = await latest()
  const snapshot = await protocol.anvil.snapshot()
  for (let block = 1n; block <= 6n; block++) {
    await protocol.mine(1)
    await until(() => watcher.head?.number === base + block)
  }
  told.length = 0
  await protocol.anvil.revert({ id: snapshot })
  await protocol.anvil.increaseTime({ seconds: 100 })
  await protocol.mine(7)
  await until(() => watcher.head?.number === base + 7n)
  expect(told.slice(0, 4)).toEqual([6n, 5n, 4n, 3n].map((block) => `- block ${base + block}`))
  // A look between the reversion and the new blocks sees the old top again.
  expect(told.slice(-4)).toEqual([4n, 5n, 6n, 7n].map((block) => `block ${base + block}`))
})

test('an outage is told once, and what happened meanwhile comes after it', async () => {
  let isDown = false
  const proxy: Server = createServer(async (request, response) => {
    if (isDown) return request.socket.destroy()
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const headers = { 'content-type': 'application/json' }
    const answer = await fetch(protocol.rpcUrl, { method: 'POST', headers, body: Buffer.concat(chunks) })
    response.writeHead(200, headers).end(Buffer.from(await answer.arrayBuffer()))
  })
  await once(proxy.listen(0, '127.0.0.1'), 'listening')
  const rpcUrls = [`http://127.0.0.1:${(proxy.address() as AddressInfo).port}`]
  const chain = await protocol.connect({ rpcUrls, attempts: 1 })
  const { told, watcher } = watch({ maxPauseMs: 40 }, chain)
  await until(() => watcher.head)
  told.length = 0
  isDown = true
  await until(() => told.length > 0)
  await fund(31n)
  const end = await latest()
  isDown = false
  await until(() => told.includes(`DepositFunded ${end}`))
  expect(told).toEqual(['outage', 'recovered', `block ${end}`, `DepositFunded ${end}`])
  await watcher.close()
  proxy.close()
  proxy.closeAllConnections()
})

test('closing stops the polling at once and may be repeated', async () => {
  const { watcher, told } = watch({ pollIntervalMs: 60_000 })
  await until(() => watcher.head)
  await watcher.close()
  await watcher.close()
  const before = told.length
  await protocol.mine(1)
  expect(told.length).toBe(before)
})
