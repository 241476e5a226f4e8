import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bytesToHex, localSigner } from '@millrace/crypto'
import { createPrice } from '@millrace/payments'
import { createPriceInfo, type OrchestratorTerms, type Payment } from '@millrace/wire'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { payWith, refusalOf, ScriptedGateway } from '../orchestrator-fixture.ts'
import {
  PaidNode,
  type PaidNodeOptions,
  pixelsPerSegment,
  SeenChain,
  scheme,
  ticketEvWei,
  ticketExpiryBlocks,
  usualGasPriceWei,
} from './paid-node.ts'

const source = new Uint8Array(200)
const signer = localSigner(bytesToHex(randomBytes(32)))
let dataDir: string
let chain: SeenChain
let gateway: ScriptedGateway
let node: PaidNode
let seqNo = 0
beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'millrace-payments-'))
  chain = new SeenChain()
  gateway = new ScriptedGateway(signer)
  node = await PaidNode.start({ dataDir, chain })
})
afterEach(async () => {
  gateway[Symbol.dispose]()
  await node.close()
  rmSync(dataDir, { recursive: true, force: true })
})

/** As after a crash and a new start with other settings. */
async function restart(changes: Partial<PaidNodeOptions> = {}): Promise<void> {
  await node.close()
  node = await PaidNode.start({ dataDir, chain, ...changes })
}

const terms = () => gateway.terms(node.serviceUri)
const pay = (given: OrchestratorTerms, nonces: readonly number[], changes = {}) =>
  payWith(signer, scheme, { terms: given, nonces, changes })
const send = (given: OrchestratorTerms, payment: Payment) =>
  gateway.send({ terms: { ...given, serviceUri: node.serviceUri }, source, seqNo: seqNo++, payment })

/** Exactly this one cause is counted, by its code, and told in the words of the network. */
async function expectRefused(
  work: Promise<unknown>,
  { code, text }: { readonly code: string; readonly text: string },
): Promise<void> {
  const before = await node.count('requests_refused_total', code)
  expect(await refusalOf(work)).toBe(text)
  expect((await node.count('requests_refused_total', code)) - before).toBe(1)
}

test('segments out of order and in parallel are all credited, each ticket once', async () => {
  const given = await terms()
  let value = 0n
  node.events.on('ticketsReceived', ({ valueWei }) => {
    value += valueWei
  })
  const orders = [[9, 7], [1], [8, 2], [599], [3, 4, 5]]
  await Promise.all(orders.map(async (nonces) => send(given, await pay(given, nonces))))
  expect(value / ticketEvWei).toBe(9n)
})

test('error: a nonce that was paid before is refused, also after a restart, and the rest of its payment is counted as it is', async () => {
  const given = await terms()
  await send(given, await pay(given, [1, 2]))
  await restart()
  await expectRefused(send(given, await pay(given, [3, 2])), {
    code: 'TICKET_NONCE_SEEN',
    text: '400 invalid ticket senderNonce: already seen 2',
  })
  expect(await node.count('payments_refused_total', 'TICKET_NONCE_SEEN')).toBe(1)
  await expectRefused(send(given, await pay(given, [2, 1, 3, 4])), {
    code: 'TICKET_NONCE_SEEN',
    text: '400 invalid ticket senderNonce: already seen 2',
  })
  expect(await node.count('tickets_refused_total', 'TICKET_NONCE_SEEN')).toBe(4)
})

test('error: one payment sent twice at once is credited once', async () => {
  const given = await terms()
  const payment = await pay(given, [1])
  const outcomes = await Promise.allSettled([send(given, payment), send(given, payment)])
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
})

test('error: expired parameters are refused as that, and new ones go on in the same session', async () => {
  const given = await terms()
  await send(given, await pay(given, [1]))
  chain.latestBlock += ticketExpiryBlocks
  await expectRefused(send(given, await pay(given, [2])), {
    code: 'TICKET_PARAMS_EXPIRED',
    text: '400 TicketParams expired',
  })
  const { ticketParams, price } = await terms()
  const renewed = { ...given, ticketParams, price }
  await send(renewed, await pay(renewed, [1]))
})

test('a session keeps its price when the node’s price changes, over a restart too; new sessions get the new one', async () => {
  const fees: bigint[] = []
  const given = await terms()
  await send(given, await pay(given, [1]))
  await restart({ priceWei: 3n })
  node.events.on('segmentDone', ({ feeWei }) => fees.push(feeWei))
  const { info } = await send(given, await pay(given, [2]))
  expect(info?.priceInfo?.pricePerUnit).toBe(2n)
  const next = await terms()
  expect(next.price).toEqual(createPrice(3n, 1n))
  await send(next, await pay(next, [1]))
  expect(fees).toEqual([2n * pixelsPerSegment, 3n * pixelsPerSegment])
})

test('error: a payment at another price than its parameters were given at is told apart from foreign parameters', async () => {
  const given = await terms()
  const text = '400 invalid recipientRand for ticket recipientRandHash'
  const cheaper = { ...(await pay(given, [1])), expectedPrice: createPriceInfo(createPrice(1n, 1n)) }
  await expectRefused(send(given, cheaper), { code: 'UNEXPECTED_PRICE', text })
  await expectRefused(send(given, await pay(given, [1], { faceValueWei: 1n })), {
    code: 'INVALID_RECIPIENT_RAND',
    text,
  })
})

test('error: a session without credit is refused, and told apart from a refused payment', async () => {
  const given = await terms()
  await expectRefused(send(given, await pay(given, [])), {
    code: 'BALANCE_INSUFFICIENT',
    text: '400 Insufficient balance',
  })
  expect(await node.count('payments_refused_total', 'INSUFFICIENT_BALANCE')).toBe(1)
})

test('credit outlives a restart to the wei', async () => {
  const given = await terms()
  await send(given, await pay(given, [1, 2]))
  await restart()
  // Two tickets are 16,000 wei, a segment costs 2,000; below 8,000 none is begun.
  for (let segment = 0; segment < 4; segment++) await send(given, await pay(given, []))
  expect(await refusalOf(send(given, await pay(given, [])))).toBe('400 Insufficient balance')
})

test('a spike of the gas price drops no session, running or new', async () => {
  const given = await terms()
  await send(given, await pay(given, [1]))
  chain.gasPriceWei = usualGasPriceWei * 1_000n
  // What the reserve allows is far below the cost of redeeming at this price, and above it at the usual one.
  chain.reserveRemainingWei = 50_000n
  const { info } = await send(given, await pay(given, [2]))
  expect(info?.ticketParams).toBeDefined()
  const next = await terms()
  await send(next, await pay(next, [1]))
})

test('error: each reason not to give parameters has its own code and words', async () => {
  const cases: readonly (readonly [() => void, string, string, PaidNodeOptions['settings']?])[] = [
    [() => (chain.reserveRemainingWei = 100n), 'INSUFFICIENT_SENDER_RESERVE', 'insufficient sender reserve'],
    [
      () => {
        chain.withdrawRound = chain.currentRound + 1n
      },
      'SENDER_UNLOCKING',
      'sender unlocks within the next round',
    ],
    [() => chain.forgetBlockHash(), 'NO_CREATION_ROUND', 'creationRound does not have a block hash'],
    [
      () => {},
      'MAX_FACE_VALUE_TOO_LOW',
      'max faceValue of the orchestrator too low',
      { maxFaceValueWei: 10n },
    ],
    [
      () => {},
      'MAX_FACE_VALUE_BELOW_TX_COST',
      'max faceValue of the orchestrator below redeem tx cost',
      { maxFaceValueWei: 9_000n, redeemGas: 1_000n },
    ],
    [
      () => (chain.reserveRemainingWei = 9_000n),
      'SENDER_RESERVE_BELOW_TX_COST',
      'insufficient sender reserve for redeem tx cost',
      { redeemGas: 1_000n },
    ],
  ]
  const texts = new Set<string>()
  for (const [change, code, text, settings] of cases) {
    chain = new SeenChain()
    await restart(settings && { settings })
    change()
    await expectRefused(terms(), { code, text })
    texts.add(text)
  }
  expect(texts.size).toBe(cases.length)
})

test('a running session is paid on while its gateway’s reserve is too low for new parameters', async () => {
  const given = await terms()
  await send(given, await pay(given, [1]))
  chain.reserveRemainingWei = 100n
  const { info } = await send(given, await pay(given, [2]))
  expect(info?.ticketParams).toBeUndefined()
  await send(given, await pay(given, [3]))
})

test('error: payments of a sender whose reserve is empty or unlocking, and to an inactive node, are told apart', async () => {
  const given = await terms()
  chain.reserveRemainingWei = 0n
  await expectRefused(send(given, await pay(given, [1])), {
    code: 'SENDER_NO_RESERVE',
    text: '400 no sender reserve',
  })
  chain.withdrawRound = chain.currentRound + 1n
  await expectRefused(send(given, await pay(given, [1])), {
    code: 'SENDER_UNLOCKING',
    text: '400 sender unlocks within the next round',
  })
  chain.isRecipientActive = false
  const payment = await pay(given, [1])
  const text = `400 orchestrator ${given.ticketParams?.recipient} is inactive in round 5, cannot process payments`
  await expectRefused(send(given, payment), { code: 'RECIPIENT_INACTIVE', text })
})

test('a round without a block hash is passed over for the one before', async () => {
  chain.creationRounds = [
    { creationRound: 6n, creationRoundBlockHash: `0x${'00'.repeat(32)}` },
    { creationRound: 5n, creationRoundBlockHash: `0x${'cd'.repeat(32)}` },
  ]
  const given = await terms()
  expect(given.ticketParams?.creationRound).toBe(5n)
  await send(given, await pay(given, [1]))
})
