import { once } from 'node:events'
import { connect as connectTcp, type Socket } from 'node:net'
import { fromBinary, toBinary } from '@bufbuild/protobuf'
import { Code, ConnectError, createClient } from '@connectrpc/connect'
import { createGrpcTransport } from '@connectrpc/connect-node'
import { silentLogger } from '@millrace/common'
import { bigintToBytes32, bytesToHex, type Hex, toChecksumAddress } from '@millrace/crypto'
import type { WinningTicket } from '@millrace/payments'
import fc from 'fast-check'
import { afterEach, expect, onTestFinished, test } from 'vitest'
import { createRedeemerTicket, readRedeemerTicket } from '../src/codec/redeemer-ticket.ts'
import { TicketRedeemer, TicketSchema } from '../src/generated/net/redeemer_pb.ts'
import {
  CallRefusedError,
  ForeignTicketError,
  RedeemerClient,
  type RedeemerHandlers,
  RedeemerServer,
  TicketRefusedError,
  WireFormatError,
} from '../src/index.ts'

const sender = toChecksumAddress(`0x${'11'.repeat(20)}`)
const winner: WinningTicket = {
  ticket: {
    sender,
    recipient: toChecksumAddress(`0x${'22'.repeat(20)}`),
    faceValueWei: 10n ** 18n,
    winProb: 5n,
    senderNonce: 7,
    recipientRandHash: `0x${'ab'.repeat(32)}`,
    creationRound: 9n,
    creationRoundBlockHash: `0x${'cd'.repeat(32)}`,
  },
  signature: new Uint8Array(65).fill(3),
  recipientRand: 2n ** 200n,
  paramsExpirationBlock: 100n,
}

const servers: RedeemerServer[] = []
const clients: RedeemerClient[] = []
afterEach(async () => {
  for (const client of clients.splice(0)) client.close()
  await Promise.all(servers.splice(0).map((server) => server.close()))
})

async function serve(
  handlers: Partial<RedeemerHandlers>,
  { secret, tls = true }: { secret?: string; tls?: boolean } = {},
) {
  const all: RedeemerHandlers = {
    queueTicket: async () => {},
    maxFloat: async () => 0n,
    async *monitorMaxFloat() {},
    ...handlers,
  }
  const server = await RedeemerServer.create(
    { host: '127.0.0.1', port: 0, isPlainText: !tls, secret },
    { handlers: all, log: silentLogger() },
  )
  servers.push(server)
  const url = `${tls ? 'https' : 'http'}://127.0.0.1:${server.port}`
  const connect = (shown = secret) => {
    const client = new RedeemerClient({ url, secret: shown })
    clients.push(client)
    return client
  }
  return { url, connect }
}

/** A client that is none of ours, as other nodes have it. */
function foreignClient(url: string) {
  const nodeOptions = { rejectUnauthorized: false }
  return createClient(TicketRedeemer, createGrpcTransport({ baseUrl: url, nodeOptions }))
}

test('a ticket comes through the wire as it was', () => {
  const uint256 = fc.bigInt({ min: 0n, max: 2n ** 256n - 1n })
  fc.assert(
    fc.property(
      uint256,
      uint256,
      uint256,
      fc.nat(),
      uint256,
      (faceValueWei, winProb, rand, senderNonce, hash) => {
        const recipientRandHash = bytesToHex(bigintToBytes32(hash)) as Hex
        const ticket = { ...winner.ticket, faceValueWei, winProb, senderNonce, recipientRandHash }
        const sent = { ...winner, ticket, recipientRand: rand }
        const bytes = toBinary(TicketSchema, createRedeemerTicket(sent))
        expect(readRedeemerTicket(fromBinary(TicketSchema, bytes))).toEqual(sent)
      },
    ),
  )
})

test('the bytes are those that the network has: numbers minimal, the round in its own field', () => {
  const bytes = toBinary(TicketSchema, createRedeemerTicket({ ...winner, recipientRand: 0n }))
  const message = fromBinary(TicketSchema, bytes)
  expect(message.ticketParams?.expirationParams).toBeUndefined()
  expect(message.ticketParams?.winProb).toEqual(new Uint8Array([5]))
  expect(message.ticketParams?.expirationBlock).toEqual(new Uint8Array([100]))
  expect(message.ticketParams?.seed).toEqual(new Uint8Array())
  expect(message.recipientRand).toEqual(new Uint8Array())
  // Field 2 (sender), field 3 (round and its block hash), field 4 (nonce and signature), as tag, length and bytes.
  const hex = bytesToHex(bytes)
  expect(hex).toContain(`1214${'11'.repeat(20)}`)
  expect(hex).toContain(`1a2408091220${'cd'.repeat(32)}`)
  expect(hex).toContain(`224508071241${'03'.repeat(65)}`)
})

test.each([true, false])('a ticket is queued and a max float told, with TLS: %s', async (tls) => {
  const queued: WinningTicket[] = []
  const { connect } = await serve(
    { queueTicket: async (ticket) => void queued.push(ticket), maxFloat: async () => 12n },
    { tls },
  )
  await connect().queueTicket(winner)
  expect(queued).toEqual([winner])
  expect(await connect().maxFloatWei(sender)).toBe(12n)
})

test('changes of the max float are pushed', async () => {
  const { connect } = await serve({
    async *monitorMaxFloat() {
      yield 1n
      yield 0n
      yield 3n
    },
  })
  const told: bigint[] = []
  for await (const floatWei of connect().monitorMaxFloat(sender, new AbortController().signal))
    told.push(floatWei)
  expect(told).toEqual([1n, 0n, 3n])
})

test('error: a foreign recipient is PermissionDenied, anything else Internal, as other nodes expect it', async () => {
  const failures = [
    new ForeignTicketError({ recipient: sender }),
    new TicketRefusedError({ reason: 'too many tickets wait already' }),
    new Error('a secret of the machine'),
  ]
  const { url } = await serve({
    queueTicket: async () => {
      throw failures.shift()
    },
  })
  const foreign = foreignClient(url)
  const codes: [Code, string][] = []
  for (let call = 0; call < 3; call++) {
    const error = await foreign.queueTicket(createRedeemerTicket(winner)).catch((thrown) => thrown)
    codes.push([ConnectError.from(error).code, ConnectError.from(error).rawMessage])
  }
  expect(codes).toEqual([
    [Code.PermissionDenied, `invalid ticket recipient ${sender}`],
    [Code.Internal, 'too many tickets wait already'],
    [Code.Internal, 'internal error'],
  ])
})

test('error: messages that lack parts, or have odd ones, are refused', async () => {
  const { url } = await serve({})
  const foreign = foreignClient(url)
  const good = createRedeemerTicket(winner)
  for (const change of [
    { ticketParams: undefined },
    { senderParams: undefined },
    { sender: new Uint8Array(19) },
    { recipientRand: new Uint8Array(33) },
  ])
    await expect(foreign.queueTicket({ ...good, ...change })).rejects.toMatchObject({ code: Code.Internal })
  await expect(foreign.maxFloat({ sender: new Uint8Array(3) })).rejects.toMatchObject({ code: Code.Internal })
  expect(() => readRedeemerTicket({ ...good, sender: new Uint8Array(1) })).toThrow(WireFormatError)
})

test('error: without the secret nobody is served, whatever is asked', async () => {
  const { url, connect } = await serve({ maxFloat: async () => 12n }, { secret: 'open-sesame' })
  expect(await connect().maxFloatWei(sender)).toBe(12n)
  for (const shown of ['', 'open-sesam', 'open-sesame2'])
    await expect(connect(shown).queueTicket(winner)).rejects.toThrow(CallRefusedError)
  const foreign = foreignClient(url)
  await expect(foreign.maxFloat({ sender: new Uint8Array(20) })).rejects.toMatchObject({
    code: Code.Unauthenticated,
  })
  const monitoring = foreign.monitorMaxFloat({ sender: new Uint8Array(20) })[Symbol.asyncIterator]()
  await expect(monitoring.next()).rejects.toMatchObject({ code: Code.Unauthenticated })
})

test('connections that bring no call give way to the nodes that make some, however many they are', async () => {
  const { url, connect } = await serve({ maxFloat: async () => 5n }, { tls: false })
  const port = Number(new URL(url).port)
  const sockets: Socket[] = []
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
  })
  for (let round = 0; round < 11; round++) {
    const opened = Array.from({ length: 100 }, () => connectTcp(port, '127.0.0.1').on('error', () => {}))
    sockets.push(...opened)
    await Promise.all(opened.map((socket) => once(socket, 'connect')))
  }
  expect(await connect().maxFloatWei(sender)).toBe(5n)
})
