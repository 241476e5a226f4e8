import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  isNodeAuthorizationSigned,
  type NodeAuthorization,
  nodeAuthorizationTypedData,
  readAuthorization,
  renderAuthorization,
} from '../src/index.ts'
import { account, type Protocol, privateKey, startProtocol } from './kit.ts'

let protocol: Protocol
beforeAll(async () => {
  protocol = await startProtocol()
})
afterAll(() => protocol[Symbol.asyncDispose]())

const owner = privateKeyToAccount(privateKey(4))
const authorization: NodeAuthorization = {
  chainId: 31337,
  orchestrator: owner.address,
  nodeKey: account(5).address,
  validUntil: 2_000_000_000n,
}
const signed = (by = owner, changes: Partial<NodeAuthorization> = {}) =>
  by.signTypedData(nodeAuthorizationTypedData({ ...authorization, ...changes }))
const isSigned = (signature: `0x${string}`, changes: Partial<NodeAuthorization> = {}) =>
  isNodeAuthorizationSigned(protocol.chain.client, { ...authorization, ...changes }, signature)

test('a key’s word holds for what it says, and for nothing else', async () => {
  const signature = await signed()
  expect(await isSigned(signature)).toBe(true)
  expect(await isSigned(signature, { nodeKey: account(6).address })).toBe(false)
  expect(await isSigned(signature, { validUntil: 2_000_000_001n })).toBe(false)
  expect(await isSigned(signature, { chainId: 42161 })).toBe(false)
  expect(await isSigned(signature, { orchestrator: account(6).address })).toBe(false)
  expect(await isSigned(await signed(privateKeyToAccount(privateKey(6))))).toBe(false)
  expect(await isSigned('0x1234')).toBe(false)
})

test('a contract says itself whether it has signed (EIP-1271)', async () => {
  const says = async (index: number, word: string) => {
    const { address } = account(index)
    // Answers every call with the word: PUSH4 word, shifted to the left end of 32 bytes.
    await protocol.anvil.setCode({ address, bytecode: `0x63${word}60e01b60005260206000f3` })
    return address
  }
  const agrees = await says(7, '1626ba7e')
  const denies = await says(8, 'ffffffff')
  expect(await isSigned('0x1234', { orchestrator: agrees })).toBe(true)
  expect(await isSigned('0x1234', { orchestrator: denies })).toBe(false)
})

test('it is written to a file and read again; error: what is none is refused by name', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-authorization-'))
  try {
    const file = join(folder, 'node.json')
    const whole = { ...authorization, signature: await signed() }
    writeFileSync(file, renderAuthorization(whole))
    expect(await readAuthorization(file)).toEqual(whole)
    writeFileSync(file, '{"chainId": 1}')
    await expect(readAuthorization(file)).rejects.toMatchObject({
      code: 'AUTHORIZATION_FILE',
      message: expect.stringContaining(file),
    })
    await expect(readAuthorization(join(folder, 'none'))).rejects.toThrow('ENOENT')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
