import { type Address, bytesToHex, type Hex, hexToBytes, localSigner } from '@millrace/crypto'
import { describe, expect, test } from 'vitest'
import signedVectors from '../../../vectors/signed-tickets.json' with { type: 'json' }
import vectors from '../../../vectors/tickets.json' with { type: 'json' }
import { gatewaySigner, recipientAddress, round, scheme } from '../test/fixtures.ts'
import { recoverTicketSigner, signTicket, type Ticket } from './ticket.ts'

function ticketFrom(vector: (typeof vectors)[number]): Ticket {
  return {
    recipient: vector.recipient as Address,
    sender: vector.sender as Address,
    faceValueWei: BigInt(vector.faceValue),
    winProb: BigInt(vector.winProb),
    senderNonce: Number(vector.senderNonce),
    recipientRandHash: vector.recipientRandHash as Hex,
    creationRound: BigInt(vector.creationRound),
    creationRoundBlockHash: vector.creationRoundBlockHash as Hex,
  }
}

const ticket: Ticket = {
  recipient: recipientAddress,
  sender: gatewaySigner.address,
  faceValueWei: 1000n,
  winProb: 1n << 250n,
  senderNonce: 3,
  recipientRandHash: `0x${'07'.repeat(32)}`,
  ...round,
}

describe('golden ticket hashes', () => {
  test.each(vectors)('$name', (vector) => {
    expect(bytesToHex(scheme.hash(ticketFrom(vector)))).toBe(vector.hash)
    expect(bytesToHex(scheme.auxData(ticketFrom(vector)))).toBe(vector.auxData)
  })
})

describe('golden signed tickets', () => {
  test.each(signedVectors)('$name', async (vector) => {
    const signed = ticketFrom(vector)
    const signature = await signTicket(scheme, signed, localSigner(vector.senderPrivateKey as Hex))
    const recipientRand = BigInt(vector.recipientRand)
    expect(bytesToHex(signature)).toBe(vector.signature)
    expect(recoverTicketSigner(scheme, signed, signature)).toBe(vector.sender)
    expect(scheme.recipientRandHash(recipientRand)).toBe(vector.recipientRandHash)
    expect(scheme.draw(signed.winProb, recipientRand)(signature)).toBe(vector.wins)
    // The number drawn must be below the probability, not equal to it.
    const drawn = BigInt(vector.winningNumber)
    expect(scheme.draw(drawn, recipientRand)(signature)).toBe(false)
    expect(scheme.draw(drawn + 1n, recipientRand)(signature)).toBe(true)
  })
})

test('each field of a ticket changes its hash', () => {
  const changes: Partial<Ticket>[] = [
    { recipient: ticket.sender },
    { sender: ticket.recipient },
    { faceValueWei: 1001n },
    { winProb: ticket.winProb + 1n },
    { senderNonce: 4 },
    { recipientRandHash: `0x${'08'.repeat(32)}` },
    { creationRound: 6n },
    { creationRoundBlockHash: `0x${'42'.repeat(32)}` },
  ]
  const hashes = [ticket, ...changes.map((change) => ({ ...ticket, ...change }))].map((each) =>
    bytesToHex(scheme.hash(each)),
  )
  expect(new Set(hashes).size).toBe(changes.length + 1)
})

test('tickets that differ in their nonce only hash in a series as each alone', () => {
  const hash = scheme.hasher(ticket)
  const nonces = [3, 0, 0xffff_ffff, 256, 1]
  const alone = nonces.map((senderNonce) => bytesToHex(scheme.hash({ ...ticket, senderNonce })))
  expect(nonces.map((senderNonce) => bytesToHex(hash(senderNonce)))).toEqual(alone)
})

test('addresses hash alike whatever their capitals', () => {
  const lower = { ...ticket, recipient: ticket.recipient.toLowerCase() as Address }
  expect(scheme.hash(lower)).toEqual(scheme.hash(ticket))
})

test('a winner becomes the call that redeems it', async () => {
  const signature = await signTicket(scheme, ticket, gatewaySigner)
  const call = scheme.redemption({ ticket, signature, recipientRand: 9n, paramsExpirationBlock: 10n })
  expect(call.address).toBe(scheme.contract)
  expect(call.functionName).toBe('redeemWinningTicket')
  const [struct, sig, rand] = call.args
  expect(struct).toEqual({
    recipient: ticket.recipient,
    sender: ticket.sender,
    faceValue: 1000n,
    winProb: 1n << 250n,
    senderNonce: 3n,
    recipientRandHash: ticket.recipientRandHash,
    auxData: `0x${'5'.padStart(64, '0')}${'41'.repeat(32)}`,
  })
  expect(hexToBytes(struct.auxData)).toEqual(scheme.auxData(ticket))
  expect(sig).toBe(bytesToHex(signature))
  expect(rand).toBe(9n)
})

test('error: a signature over another ticket is from someone else', async () => {
  const signature = await signTicket(scheme, ticket, gatewaySigner)
  const recovered = recoverTicketSigner(scheme, { ...ticket, senderNonce: 4 }, signature)
  expect(recovered).not.toBe(gatewaySigner.address)
})
