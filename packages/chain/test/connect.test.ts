import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  ControllerMissingError,
  connectChain,
  NoContractError,
  RegistryEntryMissingError,
  RpcUnreachableError,
  RpcUrlError,
  WrongChainError,
} from '../src/index.ts'
import { account, log, type Protocol, startProtocol } from './kit.ts'

let protocol: Protocol
beforeAll(async () => {
  protocol = await startProtocol()
})
afterAll(() => protocol[Symbol.asyncDispose]())

async function listen(server: Server): Promise<string> {
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const deadUrl = 'http://127.0.0.1:9/v3/secret-access-key'

test('the Controller tells where the contracts are, and reads work with and without a multicall', async () => {
  const { chain } = protocol
  expect(chain.chainId).toBe(31337)
  expect(chain.client.chain?.contracts?.multicall3?.address).toBe(chain.addresses.multicall3)
  const without = await protocol.connect({ multicall3: account(5).address })
  expect(without.addresses.multicall3).toBeUndefined()
  expect(await without.rounds.current()).toEqual(await chain.rounds.current())
  const byAddresses = await connectChain({ rpcUrls: [protocol.rpcUrl], addresses: chain.addresses }, { log })
  expect(byAddresses.addresses).toEqual(chain.addresses)
})

test('reads of one moment travel in one request when there is a multicall', async () => {
  let requests = 0
  const proxy = createServer(async (request, response) => {
    requests++
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const answer = await fetch(protocol.rpcUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: Buffer.concat(chunks),
    })
    response.setHeader('content-type', 'application/json').end(Buffer.from(await answer.arrayBuffer()))
  })
  const chain = await protocol.connect({ rpcUrls: [await listen(proxy)] })
  requests = 0
  await chain.rounds.current()
  expect(requests).toBe(1)
  proxy.close()
  proxy.closeAllConnections()
})

test('a read that a new block overtook in the node is repeated', async () => {
  let refusals = 0
  const proxy = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const body = Buffer.concat(chunks).toString()
    const headers = { 'content-type': 'application/json' }
    if (body.includes('eth_call') && refusals < 2) {
      refusals++
      const error = { code: -32602, message: 'BlockOutOfRangeError: block height is 8 but requested was 7' }
      const [first] = JSON.parse(body)
      return response.writeHead(200, headers).end(JSON.stringify([{ jsonrpc: '2.0', id: first.id, error }]))
    }
    const answer = await fetch(protocol.rpcUrl, { method: 'POST', headers, body })
    response.writeHead(200, headers).end(Buffer.from(await answer.arrayBuffer()))
  })
  const chain = await protocol.connect({
    rpcUrls: [await listen(proxy)],
    addresses: protocol.chain.addresses,
  })
  expect((await chain.rounds.current()).lengthBlocks).toBe(60n)
  expect(refusals).toBe(2)
  proxy.close()
  proxy.closeAllConnections()
})

test('the next endpoint is asked when the first is dead', async () => {
  const chain = await protocol.connect({ rpcUrls: [deadUrl, protocol.rpcUrl], attempts: 1 })
  expect(chain.chainId).toBe(31337)
})

test('error: nobody answers; the message names the setting and the host but not the key in the URL', async () => {
  const failure = await connectChain({ rpcUrls: [deadUrl], attempts: 1 }, { log }).catch((error) => error)
  expect(failure).toBeInstanceOf(RpcUnreachableError)
  expect(failure.message).toContain('rpcUrl')
  expect(failure.message).toContain('127.0.0.1:9')
  for (let error = failure; error; error = error.cause) {
    expect(`${error.message} ${error.stack} ${error.url} ${error.metaMessages}`).not.toContain(
      'secret-access-key',
    )
  }
})

test('error: an endpoint that hangs is given up after the time-out', async () => {
  const silent = createServer(() => {})
  const rpcUrls = [await listen(silent)]
  await expect(connectChain({ rpcUrls, attempts: 1, requestTimeoutMs: 100 }, { log })).rejects.toThrow(
    RpcUnreachableError,
  )
  silent.close()
  silent.closeAllConnections()
})

test('error: no URL, or one that is none', async () => {
  await expect(connectChain({ rpcUrls: [] }, { log })).rejects.toThrow(RpcUrlError)
  await expect(connectChain({ rpcUrls: ['ftp://x'] }, { log })).rejects.toThrow(RpcUrlError)
  await expect(connectChain({ rpcUrls: ['localhost'] }, { log })).rejects.toThrow(RpcUrlError)
})

test('error: another chain than the settings say', async () => {
  await expect(protocol.connect({ chainId: 42161 })).rejects.toThrow(WrongChainError)
  await expect(protocol.connect({ chainId: 42161 })).rejects.toThrow(/chain 31337.*chainId is set to 42161/)
})

test('error: no code at the controller, none given, or one that is no Controller', async () => {
  await expect(protocol.connect({ controller: account(3).address })).rejects.toThrow(NoContractError)
  await expect(protocol.connect({ controller: account(3).address })).rejects.toThrow(/Set controller/)
  await expect(protocol.connect({ controller: undefined })).rejects.toThrow(ControllerMissingError)
  await expect(protocol.connect({ controller: protocol.chain.addresses.token })).rejects.toThrow(
    RegistryEntryMissingError,
  )
})

test('the block number that rounds count in is the contracts’ own', async () => {
  const { chain } = protocol
  expect(chain.blockNumbers.kind).toBe('own')
  const inContract = await chain.client.readContract({
    ...chain.contracts.roundsManager,
    functionName: 'blockNum',
  })
  expect(await chain.blockNumbers.latest()).toBe(inContract)
})

test('error: L1 numbers are asked of a chain that has none', async () => {
  const chain = await protocol.connect({ blockNumberSource: 'l1-header' })
  await expect(chain.blockNumbers.latest()).rejects.toThrow(/blockNumberSource/)
})
