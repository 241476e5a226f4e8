import { type Actor, ether, privateKey } from '@millrace/chain/testing'
import type { Orchestrator, OrchestratorConfigInput } from '@millrace/node/orchestrator'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestNetwork, type TestNetwork } from '../../packages/node/test/orchestrator-chain.ts'
import { jobBits, type SegmentToSend, smallProfile, TheirGateway, toBase64 } from '../peer/gateway.ts'
import { type OrchestratorInfo, type Payment, writePayment } from '../peer/messages.ts'
import * as signing from '../peer/signing.ts'
import { ticketsFor } from '../peer/tickets.ts'
import { get } from '../peer/transport.ts'
import { freePort, makeSource, startOrchestrator, temporaryDir } from './fixture.ts'

const faceValueWei = ether / 1_000n
/** As good as certain to win; their gateways take none that is. */
const ticketEvWei = faceValueWei - 1n
const winProb = ticketEvWei * ((2n ** 256n - 1n) / faceValueWei + 1n)
const ticketExpiryBlocks = 100
const pricePerPixelWei = 1_000_000n
const source = makeSource()
const job = { bits: [...jobBits, 26] }
const dir = temporaryDir()
const gateway = new TheirGateway(signing.keyOf(privateKey(2)))
const stranger = new TheirGateway(signing.keyOf(privateKey(3)))
let network: TestNetwork
let funder: Actor
let node: Orchestrator
/** Without TLS, and paid for a staking account that is not its own key. */
let plain: Orchestrator

async function settingsOf(account: number): Promise<OrchestratorConfigInput> {
  return {
    rpcUrls: [network.rpcUrl],
    controller: network.chain.addresses.controller,
    multicall: network.chain.addresses.multicall3,
    ...(await network.keyFiles(account)),
    blockPollMs: 50,
    register: true,
    bondWei: (1_000n * ether).toString(),
    initializeRoundMaxDelayMs: 0,
    // As 2/2 it must come out, and go in again, in lowest terms.
    pricePerPixel: { wei: (2n * pricePerPixelWei).toString(), pixels: '2' },
    ticketEvWei: ticketEvWei.toString(),
    maxFaceValueWei: faceValueWei.toString(),
    redeemGas: 100_000,
    ticketExpiryBlocks,
  }
}

beforeAll(async () => {
  network = await startTestNetwork()
  node = await startOrchestrator(`${dir.path}/own`, await settingsOf(1))
  funder = network.actor(2)
  await funder.actions.broker.fundDepositAndReserve({ depositWei: 100n * ether, reserveWei: 20n * ether })
  let isActive = false
  node.events.on('roundStarted', (event) => {
    isActive = event.isActive
  })
  await network.mine(60)
  await network.until('a round with the orchestrator in it has started', () => isActive)
  const port = await freePort()
  const forAnother = {
    register: false,
    recipient: node.address,
    port,
    serviceUri: `http://127.0.0.1:${port}`,
  }
  plain = await startOrchestrator(`${dir.path}/plain`, { ...(await settingsOf(0)), ...forAnother })
})
afterAll(async () => {
  await Promise.all([node?.close(), plain?.close()])
  await network?.[Symbol.asyncDispose]()
  dir[Symbol.dispose]()
})

const feeOf = (pixels: bigint) => pixels * pricePerPixelWei
const plus = (segment: Omit<SegmentToSend, 'source'>): SegmentToSend => ({ source, ...segment })

describe.each([
  ['https', () => node],
  ['http', () => plain],
] as const)('a service URI that begins with %s', (scheme, running) => {
  test('a paid session: the newest params each time, results signed, the same token, the same price', async () => {
    const { serviceUri, address } = running()
    let info = await gateway.info(serviceUri, job)
    const recipient = signing.fromHex(node.address)
    expect(info.transcoder.startsWith(`${scheme}://`)).toBe(true)
    expect(signing.checksummed(info.address)).toBe(address)
    expect(info.price).toEqual({ perUnit: pricePerPixelWei, pixels: 1n })
    const seen = new Set<string>()
    for (const seq of [0, 1, 2]) {
      const { ticketParams: params } = info
      if (!params) throw new Error('There are no params.')
      expect(params).toMatchObject({ recipient, faceValue: faceValueWei, winProb })
      expect(params.expirationBlock).toBeGreaterThan((await network.chain.client.getBlockNumber()) + 1n)
      expect(params.expiration?.blockHash).toHaveLength(32)
      seen.add(signing.toHex(params.recipientRandHash))
      const nonces = Array.from({ length: ticketsFor(feeOf(160n * 90n * 30n), params) }, (_, at) => at + 1)
      const result = await gateway.transcode(plus({ info, seq, payment: gateway.pay(info, nonces) }))
      const { segments, sig } = result.data ?? { segments: [], sig: new Uint8Array() }
      const files = await Promise.all(segments.map(({ url }) => get(url)))
      expect(signing.ethRecover(signing.resultMessage(files), sig)).toEqual(info.address)
      expect(result.info).toMatchObject({ authToken: info.authToken, price: info.price })
      expect(result.info?.capabilities?.bits).toEqual(info.capabilities?.bits)
      info = result.info ?? info
    }
    expect(seen.size).toBe(3)
    if (info.authToken) await gateway.end(serviceUri, info.authToken)
  })

  test('terms asked again are a new session, and credit does not follow into it', async () => {
    const { serviceUri } = running()
    const first = await gateway.info(serviceUri, job)
    await gateway.transcode(plus({ info: first, payment: gateway.pay(first, [1, 2]) }))
    await gateway.transcode(plus({ info: first, seq: 1, payment: gateway.credit(first) }))
    const second = await gateway.info(serviceUri, undefined)
    expect(second.authToken?.sessionId).not.toBe(first.authToken?.sessionId)
    const broke = await gateway.refusal(plus({ info: second, seq: 2, payment: gateway.credit(second) }))
    expect(broke).toBe('400 Insufficient balance')
    await gateway.transcode(plus({ info: second, seq: 2, payment: gateway.pay(second, [1]) }))
  })
})

test('segments at once and out of order, nonces in any order, and other nonces for params in use', async () => {
  const info = await gateway.info(node.serviceUri, job)
  const send = (seq: number, nonces: readonly number[]) =>
    gateway.transcode(plus({ info, seq, payment: gateway.pay(info, nonces) }))
  const results = await Promise.all([send(3, [4, 3]), send(1, [600, 2])])
  expect(results.map(({ seq }) => seq)).toEqual([3n, 1n])
  await send(2, [1])
  const again = await gateway.refusal(plus({ info, seq: 4, payment: gateway.pay(info, [3]) }))
  expect(again).toBe('400 invalid ticket senderNonce: already seen 3')
  // A repeated ticket costs the request, not the session.
  await send(4, [5])
})

test('600 tickets fit into the header over either version of HTTP, and 601 are too many', async () => {
  const nonces = Array.from({ length: 601 }, (_, at) => at + 1)
  for (const version of ['h2', 'http/1.1'] as const) {
    const info = await gateway.info(node.serviceUri, job)
    const payment = gateway.pay(info, nonces.slice(0, 600))
    expect(toBase64(writePayment(payment)).length).toBeGreaterThan(55_000)
    await gateway.transcode(plus({ info, payment, version }))
    const other = await gateway.info(node.serviceUri, job)
    const tooMany = plus({ info: other, payment: gateway.pay(other, nonces), version: 'http/1.1' })
    expect(await gateway.refusal(tooMany)).toBe('400 invalid ticket senderNonce: too many values')
  }
})

test('ping is answered with a signature over the hashed value by the key in the terms', async () => {
  const value = signing.ascii('are you there?')
  const { address } = await gateway.info(plain.serviceUri)
  const sig = await gateway.ping(plain.serviceUri, value)
  expect(signing.ethRecover(signing.keccak(value), sig)).toEqual(address)
})

describe('error: terms', () => {
  const refusedAs = (text: string) => ({ status: 2, text })
  const badSig = refusedAs('Invalid orchestrator request: orchestrator req sig check failed')
  const key = signing.keyOf(privateKey(2))
  const sigOver = (text: string) => signing.ethSign(key, signing.keccak(signing.ascii(text)))
  const good = signing.ethSign(key, signing.addressMessage(key.address))
  const moved = (v: number) => Uint8Array.of(...good.slice(0, 64), (good[64] ?? 27) - 27 + v)

  test.each([
    ['over the address in lower case', sigOver(`0x${signing.toHex(key.address)}`)],
    ['over the address without 0x', sigOver(signing.checksummed(key.address).slice(2))],
    ['over the raw 20 bytes', signing.ethSign(key, signing.keccak(key.address))],
    ['over the address in capitals', sigOver(`0x${signing.toHex(key.address).toUpperCase()}`)],
    ['with V of 0 or 1', moved(0)],
    ['with an S above half the order', signing.withHighS(good)],
    ['that is cut short', good.slice(0, 64)],
    ['that is missing', new Uint8Array()],
  ])('are not given for a signature %s', async (_, sig) => {
    await expect(gateway.info(node.serviceUri, job, { sig })).rejects.toMatchObject(badSig)
  })

  test('are not given off chain, nor without a reserve', async () => {
    await expect(new TheirGateway().info(node.serviceUri, job)).rejects.toMatchObject(badSig)
    const poor = refusedAs('insufficient sender reserve')
    await expect(stranger.info(node.serviceUri, job)).rejects.toMatchObject(poor)
  })
})

describe('error: a segment', () => {
  let info: OrchestratorInfo
  beforeAll(async () => {
    info = await gateway.info(node.serviceUri, job)
  })
  const refusal = (changes: Partial<SegmentToSend>) =>
    gateway.refusal(plus({ info, payment: gateway.pay(info, [1]), ...changes }))

  test('that somebody else signed, or nobody', async () => {
    const sig = new Uint8Array()
    expect(await refusal({ changes: { sig } })).toBe('403 ErrSegSig')
    expect(await refusal({ changes: { manifestId: 'another' } })).toBe('403 ErrSegSig')
    expect(await refusal({ changes: { seq: 77n } })).toBe('403 ErrSegSig')
    const renamed = { 33: [{ ...smallProfile, name: 'renamed' }] }
    expect(await refusal({ changes: { profiles: renamed } })).toBe('403 ErrSegSig')
    expect(await refusal({ payment: '' })).toBe('403 ErrSegSig')
    const foreign = plus({ info, payment: gateway.pay(info, [1]) })
    expect(await stranger.refusal(foreign)).toBe('403 ErrSegSig')
  })

  test('whose payment does not hold', async () => {
    const pay = (changes: Partial<Payment>) => refusal({ payment: gateway.pay(info, [1], changes) })
    const { ticketParams: params } = info
    if (!params) throw new Error('There are no params.')
    const withParams = (changes: Partial<typeof params>) =>
      refusal({ payment: gateway.pay({ ...info, ticketParams: { ...params, ...changes } }, [1]) })
    const rand = '400 invalid recipientRand for ticket recipientRandHash'
    expect(await withParams({ faceValue: 1n })).toBe(rand)
    expect(await withParams({ winProb: 1n })).toBe(rand)
    expect(await withParams({ seed: new Uint8Array(32) })).toBe(rand)
    expect(await withParams({ recipientRandHash: new Uint8Array(32) })).toBe(rand)
    expect(await withParams({ expirationBlock: 1n << 40n })).toBe(rand)
    expect(await withParams({ recipient: gateway.address })).toBe('400 invalid ticket recipient')
    expect(await pay({ price: { perUnit: 1n, pixels: 1n } })).toBe(rand)
    expect(await pay({ price: { perUnit: 0n, pixels: 1n } })).toBe(rand)
    expect(await pay({ price: { perUnit: 1n, pixels: 0n } })).toMatch(/^400 invalid expected price sent/)
    expect(await pay({ price: { perUnit: -1n, pixels: 1n } })).toMatch(/^400 invalid expected price sent/)
    expect(await pay({ tickets: [{ nonce: 1, sig: new Uint8Array(65) }] })).toBe(
      '400 invalid ticket signature',
    )
    const [ticket] = gateway.pay(info, [1]).tickets
    if (ticket) {
      const malleated = [{ nonce: 1, sig: signing.withHighS(ticket.sig) }]
      expect(await pay({ tickets: malleated })).toBe('400 invalid ticket signature')
    }
    expect(node.status.sessions.some(({ sessionId }) => sessionId === info.authToken?.sessionId)).toBe(false)
  })

  test('that is to be had for nothing: no ticket and a price of 0 of the sender’s own', async () => {
    const free = { ...gateway.credit(info), price: { perUnit: 0n, pixels: 1n } }
    for (const payment of [free, { ...free, price: undefined }, gateway.credit(info)])
      expect(await refusal({ payment })).toBe('400 Insufficient balance')
    // And the session is not fixed at that price.
    await gateway.transcode(plus({ info, payment: gateway.pay(info, [1]) }))
    expect(await refusal({ payment: free })).toBe('400 Insufficient balance')
  })

  test('with a price that is equal but not in lowest terms is paid all the same', async () => {
    const fresh = await gateway.info(node.serviceUri, job)
    const price = { perUnit: 6n * pricePerPixelWei, pixels: 6n }
    await gateway.transcode(plus({ info: fresh, payment: gateway.pay(fresh, [1], { price }) }))
  })

  test('whose params are over is refused, and the gateway goes on with new ones', async () => {
    const old = await gateway.info(node.serviceUri, job)
    const expired = (old.ticketParams?.expirationBlock ?? 0n) + BigInt(ticketExpiryBlocks)
    await network.mine(ticketExpiryBlocks + 1)
    await network.until('the orchestrator has seen the new blocks', async () => {
      const { ticketParams } = await gateway.info(node.serviceUri, job)
      return (ticketParams?.expirationBlock ?? 0n) > expired
    })
    const late = await gateway.refusal(plus({ info: old, payment: gateway.pay(old, [1]) }))
    expect(late).toBe('400 TicketParams expired')
    const fresh = await gateway.info(node.serviceUri, job)
    await gateway.transcode(plus({ info: fresh, payment: gateway.pay(fresh, [1]) }))
  })
})
