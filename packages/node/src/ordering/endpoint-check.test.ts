import { randomBytes } from 'node:crypto'
import { silentLogger } from '@millrace/common'
import type { Address } from '@millrace/crypto'
import { certificateFingerprint, type EndpointProof, type OrchestratorTerms } from '@millrace/wire'
import { expect, test } from 'vitest'
import { EndpointCheck, type EndpointPolicy } from './endpoint-check.ts'

const staking: Address = '0x1111111111111111111111111111111111111111'
const nodeKey: Address = '0x2222222222222222222222222222222222222222'
const stranger: Address = '0x3333333333333333333333333333333333333333'
const serviceUri = 'https://orchestrator.example:8935'
const known = { id: staking, recipient: staking, serviceUri, stakeWei: 1n, region: '' }
const certificate = new Uint8Array(randomBytes(300))
const other = new Uint8Array(randomBytes(300))

function scene(policy: EndpointPolicy = 'check') {
  const world = {
    nowMs: 1_000_000,
    proof: { signer: staking, fingerprint: certificateFingerprint(certificate) } as EndpointProof | Error,
    isAuthorized: true,
    proofs: 0,
  }
  const check = new EndpointCheck(
    { policy, chainId: 31337 },
    {
      prove: async () => {
        world.proofs++
        if (world.proof instanceof Error) throw world.proof
        return world.proof
      },
      isAuthorized: async ({ orchestrator, nodeKey: key, chainId }) =>
        world.isAuthorized && orchestrator === staking && key === nodeKey && chainId === 31337,
      clock: { nowMs: () => world.nowMs },
      log: silentLogger(),
    },
  )
  return { world, check }
}

function termsOf(address: Address, validUntil?: bigint): OrchestratorTerms {
  const nodeAuthorization =
    validUntil === undefined ? undefined : { validUntil, signature: new Uint8Array(65) }
  return { address, nodeAuthorization } as OrchestratorTerms
}

test('who proves the staking key is accepted, and asked again only after a while', async () => {
  const { world, check } = scene('require')
  await check.check(known, termsOf(staking))
  await check.check(known, termsOf(staking))
  expect(world.proofs).toBe(1)
  world.nowMs += 3_600_000
  await check.check(known, termsOf(staking))
  expect(world.proofs).toBe(2)
})

test('a key of the node’s own is accepted with the staking account’s word, as long as that holds', async () => {
  const { world, check } = scene('require')
  world.proof = { signer: nodeKey, fingerprint: certificateFingerprint(certificate) }
  await check.check(known, termsOf(nodeKey, 2_000n))
  const { check: late } = scene('require')
  await expect(late.check(known, termsOf(staking, 1n))).resolves.toBeUndefined()
})

test.each([
  ['nothing', undefined, 'does not show'],
  ['a word that is over', 1_000n, 'is over'],
])('error: a key of the node’s own with %s is refused where a proof is required', async (_, until, text) => {
  const { world, check } = scene('require')
  world.proof = { signer: nodeKey, fingerprint: certificateFingerprint(certificate) }
  await expect(check.check(known, termsOf(nodeKey, until))).rejects.toThrow(text)
  const lenient = scene('check')
  lenient.world.proof = world.proof
  await lenient.check.check(known, termsOf(nodeKey, until))
})

test('error: a forged word and a proof of another key are refused in any case', async () => {
  const { world, check } = scene('check')
  world.proof = { signer: nodeKey, fingerprint: certificateFingerprint(certificate) }
  world.isAuthorized = false
  await expect(check.check(known, termsOf(nodeKey, 2_000n))).rejects.toMatchObject({ code: 'ENDPOINT' })
  world.proof = { signer: stranger, fingerprint: certificateFingerprint(certificate) }
  await expect(check.check(known, termsOf(staking))).rejects.toThrow(`proves ${stranger}`)
})

test('who proves nothing is taken unless a proof is required, but not once it has proved something', async () => {
  const { world, check } = scene('check')
  const proved = world.proof
  world.proof = new Error('no answer')
  await check.check(known, termsOf(staking))
  await expect(scene('require').check.check(known, termsOf(stranger))).rejects.toThrow('proves')
  world.nowMs += 300_000
  world.proof = proved
  await check.check(known, termsOf(staking))
  world.nowMs += 3_600_000
  world.proof = new Error('somebody in between')
  await expect(check.check(known, termsOf(staking))).rejects.toThrow('does not prove')
  world.proof = proved
  await check.check(known, termsOf(staking))
})

test('the certificate that was proved is the only one accepted, until another one is proved', async () => {
  const { world, check } = scene('check')
  const { origin } = new URL(serviceUri)
  expect(check.accept({ origin, certificate: other })).toBe(true)
  await check.check(known, termsOf(staking))
  expect(check.accept({ origin, certificate })).toBe(true)
  expect(check.accept({ origin, certificate: other })).toBe(false)
  // A restart has made it, and it proves itself at once.
  expect(check.accept({ origin, certificate: other })).toBe(true)
  world.proof = { signer: staking, fingerprint: certificateFingerprint(other) }
  await check.check(known, termsOf(staking))
  expect(world.proofs).toBe(2)
  expect(check.accept({ origin, certificate })).toBe(false)
})

test('what was found before is told without asking anew', async () => {
  const { world, check } = scene('require')
  // Nothing is known yet: whoever gives terms may be chosen, and proves its key then.
  check.recall(known, termsOf(staking))
  expect(world.proofs).toBe(0)
  world.proof = new Error('no answer')
  await expect(check.check(known, termsOf(staking))).rejects.toThrow('does not prove')
  expect(() => check.recall(known, termsOf(staking))).toThrow('does not prove')
  // Another key than the one that was looked at is another matter.
  check.recall(known, termsOf(stranger))
  expect(world.proofs).toBe(1)
})

test('off, and off chain, nothing is asked', async () => {
  const { world, check } = scene('off')
  await check.check(known, termsOf(stranger))
  await scene('require').check.check({ ...known, recipient: undefined }, termsOf(stranger))
  expect(world.proofs).toBe(0)
})

test('endpoints that are not known any more are forgotten', async () => {
  const { world, check } = scene('check')
  await check.check(known, termsOf(staking))
  check.keepOnly([])
  expect(check.accept({ origin: new URL(serviceUri).origin, certificate: other })).toBe(true)
  await check.check(known, termsOf(staking))
  expect(world.proofs).toBe(2)
})
