import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { nodeAuthorizationTypedData, readAuthorization } from '@millrace/chain'
import { startSigner } from '@millrace/chain/testing'
import { hashTypedData, recoverTypedDataAddress } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { millrace, openStage, type Stage } from './kit.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage[Symbol.asyncDispose]())

const nodeKey = '0x90F79bf6EB2c4f870365E785982E1f101E93b906'
const common = ['authorize', '--node-key', nodeKey, '--chain-id', '31337'] as const

test('a staking key lets a node’s key serve for it', async () => {
  const out = join(stage.folder, 'signed.json')
  const { stdout } = await millrace(...common, '--days', '30', ...stage.keyOf('owner'), '--out', out)
  expect(stdout).toContain(`${nodeKey} may serve for ${stage.address('owner')} until 20`)
  const authorization = await readAuthorization(out)
  expect(authorization).toMatchObject({ orchestrator: stage.address('owner'), nodeKey, chainId: 31337 })
  const days = (Number(authorization.validUntil) - Date.now() / 1_000) / 86_400
  expect(days).toBeGreaterThan(29.9)
  expect(days).toBeLessThan(30.1)
})

test('the staking key may be at a signer elsewhere', async () => {
  const wallet = privateKeyToAccount('0x47e179ec197488593b187f80a00eb0da91f1b9d0b13f8733639f19c30a34926a')
  await using signer = await startSigner([wallet], 'web3signer')
  const out = join(stage.folder, 'remote.json')
  await millrace(...common, '--days', '30', '--signer-url', signer.url, '--out', out)
  const { signature, ...authorization } = await readAuthorization(out)
  const typedData = nodeAuthorizationTypedData(authorization)
  expect(await recoverTypedDataAddress({ ...typedData, signature })).toBe(wallet.address)
})

test('what a wallet has to sign is printed, and its signature taken', async () => {
  const wallet = privateKeyToAccount('0x47e179ec197488593b187f80a00eb0da91f1b9d0b13f8733639f19c30a34926a')
  const word = [...common, '--orchestrator', wallet.address, '--valid-until', '2000000000']
  const printed = JSON.parse((await millrace(...word, '--unsigned')).stdout)
  const typedData = {
    ...printed,
    message: { ...printed.message, validUntil: BigInt(printed.message.validUntil) },
  }
  const signature = await wallet.signTypedData(typedData)
  expect(hashTypedData(typedData)).toMatch(/^0x/)
  const out = join(stage.folder, 'elsewhere.json')
  await millrace(...word, '--signature', signature, '--out', out)
  const { signature: kept } = JSON.parse(await readFile(out, 'utf8'))
  expect(await recoverTypedDataAddress({ ...typedData, signature: kept })).toBe(wallet.address)
})

test.each([
  ['whose word it is', [], 'Set keystoreFile or signerUrl'],
  [
    'until when, with a signature',
    ['--orchestrator', nodeKey, '--signature', '0x12'],
    '--valid-until must be',
  ],
  ['a time that is not over', ['--orchestrator', nodeKey, '--unsigned', '--valid-until', '1'], 'in the past'],
])('error: it has to be said %s', async (_, flags, text) => {
  await expect(millrace(...common, ...flags)).rejects.toThrow(text)
})

test('error: a keystore of another account is refused', async () => {
  const flags = [...stage.keyOf('owner'), '--orchestrator', stage.address('stranger')]
  await expect(millrace(...common, ...flags)).rejects.toThrow('The key is that of')
})
