import * as ours from '@millrace/crypto'
import { ticketBrokerScheme } from '@millrace/payments'
import {
  addressDigest,
  authTokenMac,
  createPayment,
  createSegData,
  encodePaymentHeader,
  encodeSegmentHeader,
  flattenSegment,
  isSignedBy,
  renditionsDigest,
  segmentDigest,
  toBitstring,
  verifyOrchestratorRequest,
} from '@millrace/wire'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import signatures from '../../vectors/signatures.json' with { type: 'json' }
import signedTickets from '../../vectors/signed-tickets.json' with { type: 'json' }
import tickets from '../../vectors/tickets.json' with { type: 'json' }
import golden from '../../vectors/wire.json' with { type: 'json' }
import {
  type Payment,
  type TicketParams,
  type VideoProfile,
  words,
  writePayment,
  writeSegData,
} from '../peer/messages.ts'
import * as peer from '../peer/signing.ts'
import { randHash, recipientRand, reduced, ticketHash, ticketsFor, tokenMac, wins } from '../peer/tickets.ts'

const { fromHex, toHex } = peer
const hex = (bytes: Uint8Array): ours.Hex => `0x${toHex(bytes)}`
const scheme = ticketBrokerScheme({ contract: ours.zeroAddress, chainId: 1n })
const ourProfile = (name: string) => ({
  name,
  widthPx: 160,
  heightPx: 90,
  bitrateBps: 100_000,
  fps: 30,
  fpsDen: 1,
  format: 'mpegts' as const,
  encoderProfile: 'default' as const,
  gopMs: 0,
  codec: 'h264' as const,
  quality: 0,
})
const theirProfile = (name: string): VideoProfile => ({
  name,
  width: 160,
  height: 90,
  bitrate: 100_000,
  fps: 30,
})

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length })
const uint256 = fc.bigInt({ min: 0n, max: (1n << 256n) - 1n })
/** A valid private key, whatever the other bytes. */
const secret = bytes(31).map((rest) => Uint8Array.of(1, ...rest))
const name = fc.string({ minLength: 1, maxLength: 30, unit: 'grapheme' })
const runs = { numRuns: process.env.MILLRACE_DEEP ? 2_000 : 60, seed: 4 }
const signs = { ...runs, numRuns: process.env.MILLRACE_DEEP ? 500 : 25 }

function paramsOf(vector: (typeof tickets)[number]): TicketParams {
  return {
    recipient: fromHex(vector.recipient),
    faceValue: BigInt(vector.faceValue),
    winProb: BigInt(vector.winProb),
    recipientRandHash: fromHex(vector.recipientRandHash),
    seed: new Uint8Array(),
    expirationBlock: 0n,
    expiration: undefined,
  }
}
const roundOf = (vector: (typeof tickets)[number]) => ({
  round: BigInt(vector.creationRound),
  blockHash: fromHex(vector.creationRoundBlockHash),
})

describe('the peer holds against values that were recomputed elsewhere', () => {
  test.each(signatures)('signature of $name', (vector) => {
    const message = fromHex(vector.message)
    const key = peer.keyOf(vector.privateKey)
    expect(peer.checksummed(key.address)).toBe(vector.address)
    expect(hex(peer.ethSign(key, message))).toBe(vector.signature)
    expect(peer.ethRecover(message, fromHex(vector.signature))).toEqual(key.address)
  })

  test.each(tickets)('ticket hash: $name', (vector) => {
    const hash = ticketHash(
      paramsOf(vector),
      fromHex(vector.sender),
      Number(vector.senderNonce),
      roundOf(vector),
    )
    expect(hex(hash)).toBe(vector.hash)
  })

  test('the two tickets that the protocol is known by', () => {
    const zero = new Uint8Array(20)
    const none = {
      ...paramsOf(tickets[0] as (typeof tickets)[number]),
      faceValue: 0n,
      winProb: 0n,
      recipient: zero,
    }
    const params = { ...none, recipientRandHash: new Uint8Array(32) }
    const noRound = { round: 0n, blockHash: new Uint8Array(32) }
    expect(toHex(ticketHash(params, zero, 1, noRound))).toBe(
      'ce0918ba94518293e9712effbe5fca4f1f431089833a5b8c257cb1e024595f68',
    )
    const blockHash = fromHex('41b1a0649752af1b28b3dc29a1556eee781e4a4c3a1f7f53f90fa834de098c4d')
    expect(toHex(ticketHash(params, zero, 0, { round: 10n, blockHash }))).toBe(
      'e502907c16036ab3d11b78c5a2e93c20f3d6415c67f91de4ed01348182b3b2e2',
    )
  })

  test.each(signedTickets)('signed ticket and its luck: $name', (vector) => {
    const key = peer.keyOf(vector.senderPrivateKey)
    const params = paramsOf(vector)
    const hash = ticketHash(params, key.address, Number(vector.senderNonce), roundOf(vector))
    const sig = peer.ethSign(key, hash)
    expect(hex(sig)).toBe(vector.signature)
    expect(hex(randHash(BigInt(vector.recipientRand)))).toBe(vector.recipientRandHash)
    expect(wins(sig, BigInt(vector.recipientRand), params.winProb)).toBe(vector.wins)
  })

  test.each(golden.flatten)('what is signed for a segment: $name', (vector) => {
    const { manifestId, profiles: names } = vector
    const signed = { manifestId, seq: BigInt(vector.seqNo), hash: fromHex(vector.hash), names }
    expect(hex(peer.flatten(signed))).toBe(vector.flattened)
    expect(hex(peer.segmentMessage(signed))).toBe(vector.digest)
  })

  test('signatures of a segment, a request and a result', () => {
    const gateway = peer.keyOf(golden.keys.gateway.privateKey)
    const { segmentSignature: segment, requestSignature: request, resultSignature: result } = golden
    expect(hex(peer.keccak(fromHex(segment.segment)))).toBe(segment.hash)
    const { manifestId, seqNo, profiles: names } = segment
    const signed = { manifestId, seq: BigInt(seqNo), hash: fromHex(segment.hash), names }
    expect(hex(peer.ethSign(gateway, peer.segmentMessage(signed)))).toBe(segment.sig)
    expect(hex(peer.ethSign(gateway, peer.addressMessage(gateway.address)))).toBe(request.sig)
    const digest = peer.resultMessage(result.renditions.map(fromHex))
    expect(hex(digest)).toBe(result.digest)
    expect(hex(peer.ethSign(peer.keyOf(golden.keys.orchestrator.privateKey), digest))).toBe(result.sig)
  })

  test.each(golden.authTokens)('token of session $sessionId', (vector) => {
    expect(hex(tokenMac(fromHex(vector.secret), vector.sessionId, BigInt(vector.expiration)))).toBe(
      vector.token,
    )
  })

  test('the default capabilities are one word', () => {
    const defaults = [...Array.from({ length: 13 }, (_, bit) => bit), 14, 26]
    expect(words(defaults)).toEqual([0x4005fffn])
    expect(words(defaults)).toEqual([67133439n])
  })

  test('the numbers behind ticket params, derived as their orchestrators do', () => {
    const { secret: key, rand, randHash: hash, ...input } = golden.recipientRand
    const derived = recipientRand(fromHex(key), {
      seed: fromHex(input.seed),
      sender: fromHex(input.sender),
      faceValue: BigInt(input.faceValue),
      winProb: BigInt(input.winProb),
      expirationBlock: BigInt(input.expirationBlock),
      price: reduced({ perUnit: BigInt(input.pricePerUnit), pixels: BigInt(input.pixelsPerUnit) }),
      expiration: { round: BigInt(input.creationRound), blockHash: fromHex(input.creationRoundBlockHash) },
    })
    expect(derived.toString()).toBe(rand)
    expect(hex(randHash(derived))).toBe(hash)
    expect(scheme.recipientRandHash(derived)).toBe(hash)
  })
})

describe('our code and the peer’s agree on anything', () => {
  test('hash, signature, signer and malleated signature', async () => {
    await fc.assert(
      fc.asyncProperty(secret, fc.uint8Array({ maxLength: 80 }), async (raw, message) => {
        const key = peer.keyOf(raw)
        const signer = ours.localSigner(hex(raw))
        expect(signer.address).toBe(peer.checksummed(key.address))
        const sig = await signer.signMessage(message)
        expect(peer.ethRecover(message, sig)).toEqual(key.address)
        expect(ours.verifyMessage(signer.address, message, peer.ethSign(key, message))).toBe(true)
        const malleated = peer.withHighS(sig)
        expect(peer.ethRecover(message, malleated)).toBeUndefined()
        expect(ours.verifyMessage(signer.address, message, malleated)).toBe(false)
        expect(hex(ours.keccak256(message))).toBe(hex(peer.keccak(message)))
      }),
      signs,
    )
  })

  test('a request for terms', () => {
    fc.assert(
      fc.property(secret, (raw) => {
        const key = peer.keyOf(raw)
        const sig = peer.ethSign(key, peer.addressMessage(key.address))
        expect(verifyOrchestratorRequest({ address: key.address, sig })).toBe(peer.checksummed(key.address))
        const lower = `0x${toHex(key.address)}` as ours.Address
        // Whichever way an address is written, the checksummed text is what is signed.
        expect(addressDigest(lower)).toEqual(peer.addressMessage(key.address))
        const overLowerCase = peer.ethSign(key, peer.keccak(peer.ascii(lower)))
        expect(() => verifyOrchestratorRequest({ address: key.address, sig: overLowerCase })).toThrow(
          'sig check',
        )
      }),
      signs,
    )
  })

  test('a segment: what is signed, and the header byte for byte', async () => {
    const names = fc.uniqueArray(name, { minLength: 1, maxLength: 5 })
    const any = fc.record({ manifestId: name, seqNo: fc.maxSafeNat(), hash: bytes(32), names, raw: secret })
    await fc.assert(
      fc.asyncProperty(any, async ({ manifestId, seqNo, hash, names: list, raw }) => {
        const signed = { manifestId, seq: BigInt(seqNo), hash, names: list }
        const order = { manifestId, seqNo, hash, profiles: list.map(ourProfile), durationMs: 2_000 }
        expect(hex(flattenSegment(order))).toBe(hex(peer.flatten(signed)))
        expect(hex(segmentDigest(order))).toBe(hex(peer.segmentMessage(signed)))
        const theirs = writeSegData({
          manifestId,
          seq: BigInt(seqNo),
          hash,
          sig: peer.ethSign(peer.keyOf(raw), peer.segmentMessage(signed)),
          durationMs: 2_000,
          profiles: { 33: list.map(theirProfile) },
        })
        const header = encodeSegmentHeader(await createSegData(order, ours.localSigner(hex(raw))))
        expect(header).toBe(Buffer.from(theirs).toString('base64'))
      }),
      signs,
    )
  })

  test('a result', () => {
    const any = fc.array(fc.uint8Array({ maxLength: 60 }), { minLength: 1, maxLength: 5 })
    fc.assert(
      fc.property(any, secret, (renditions, raw) => {
        expect(hex(renditionsDigest(renditions))).toBe(hex(peer.resultMessage(renditions)))
        const key = peer.keyOf(raw)
        const sig = peer.ethSign(key, peer.resultMessage(renditions))
        expect(isSignedBy(ours.toChecksumAddress(key.address), renditions, { sig })).toBe(true)
      }),
      signs,
    )
  })

  test('tokens and capability words', () => {
    const expiration = fc.bigInt({ min: 0n, max: (1n << 62n) - 1n })
    fc.assert(
      fc.property(bytes(32), name, expiration, (key, id, at) => {
        expect(hex(authTokenMac(key, id, at))).toBe(hex(tokenMac(key, id, at)))
      }),
      runs,
    )
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat({ max: 300 })), (bits) => {
        expect(toBitstring(bits)).toEqual(words(bits))
      }),
      runs,
    )
  })

  const anyTicket = fc.record({
    recipient: bytes(20),
    sender: bytes(20),
    faceValue: uint256,
    winProb: uint256,
    recipientRandHash: bytes(32),
    seed: bytes(32),
    expirationBlock: uint256,
    nonce: fc.nat({ max: 0xffff_ffff }),
    round: fc.bigInt({ min: 0n, max: (1n << 62n) - 1n }),
    blockHash: fc.oneof(bytes(32), fc.constant(new Uint8Array(32))),
  })

  test('a ticket and its luck', () => {
    fc.assert(
      fc.property(anyTicket, uint256, bytes(65), (any, rand, sig) => {
        const { nonce, round, blockHash, sender, ...rest } = any
        const theirs = ticketHash({ ...rest, expiration: undefined }, sender, nonce, { round, blockHash })
        const ticket = {
          recipient: ours.toChecksumAddress(any.recipient),
          sender: ours.toChecksumAddress(sender),
          faceValueWei: any.faceValue,
          winProb: any.winProb,
          senderNonce: nonce,
          recipientRandHash: hex(any.recipientRandHash),
          creationRound: round,
          creationRoundBlockHash: hex(blockHash),
        }
        expect(hex(scheme.hash(ticket))).toBe(hex(theirs))
        expect(scheme.recipientRandHash(rand)).toBe(hex(randHash(rand)))
        expect(scheme.draw(any.winProb, rand)(sig)).toBe(wins(sig, rand, any.winProb))
      }),
      runs,
    )
  })

  test('a payment, byte for byte', () => {
    const price = fc.record({
      perUnit: fc.bigInt({ min: 0n, max: 1n << 40n }),
      pixels: fc.bigInt({ min: 1n, max: 1n << 40n }),
    })
    fc.assert(
      fc.property(anyTicket, price, bytes(65), (any, quoted, sig) => {
        const { nonce, round, blockHash, sender, ...rest } = any
        const expiration = { round, blockHash }
        // A number: leading zeros of a seed are dropped.
        const seed = peer.minimalBytes(peer.toBigint(rest.seed))
        const payment: Payment = {
          params: { ...rest, seed, expiration: undefined },
          sender,
          expiration,
          tickets: [{ nonce, sig }],
          price: quoted.perUnit === 0n ? { perUnit: 0n, pixels: 1n } : reduced(quoted),
        }
        const params = {
          recipient: ours.toChecksumAddress(rest.recipient),
          faceValueWei: rest.faceValue,
          winProb: rest.winProb,
          recipientRandHash: hex(rest.recipientRandHash),
          seed: rest.seed,
          expirationBlock: rest.expirationBlock,
          creationRound: round,
          creationRoundBlockHash: hex(blockHash),
        }
        const { perUnit: weiPerUnit = 0n, pixels: pixelsPerUnit = 1n } = payment.price ?? {}
        const message = createPayment({
          sender: ours.toChecksumAddress(sender),
          params,
          tickets: [{ senderNonce: nonce, signature: sig }],
          expectedPrice: { weiPerUnit, pixelsPerUnit },
        })
        expect(encodePaymentHeader(message)).toBe(Buffer.from(writePayment(payment)).toString('base64'))
      }),
      runs,
    )
  })
})

test('a fee is covered by as many tickets as it has expected values, and by one at least', () => {
  const always = { faceValue: 100n, winProb: (1n << 256n) - 1n }
  expect([0n, 1n, 100n, 101n, 250n].map((fee) => ticketsFor(fee, always))).toEqual([1, 1, 1, 2, 3])
})
