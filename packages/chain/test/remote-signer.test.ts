import { randomBytes } from 'node:crypto'
import { bytesToHex, recoverMessageSigner, verifyMessage } from '@millrace/crypto'
import { keccak256, parseEther, parseTransaction, verifyTypedData } from 'viem'
import { describe, expect, test } from 'vitest'
import {
  accountFromRemoteSigner,
  nodeAuthorizationTypedData,
  RemoteSignerAccountError,
  RemoteSignerAnswerError,
  RemoteSignerMethodError,
  RemoteSignerRefusedError,
  RemoteSignerUnreachableError,
  RpcUrlError,
} from '../src/index.ts'
import { account } from './kit.ts'
import { type SignerDialect, startSigner } from './signer-server.ts'

const owner = account(3)
const other = account(4)
const typedData = nodeAuthorizationTypedData({
  chainId: 31_337,
  orchestrator: owner.address,
  nodeKey: other.address,
  validUntil: 2_000_000_000n,
})
const transaction = {
  type: 'eip1559',
  chainId: 31_337,
  nonce: 7,
  gas: 21_000n,
  to: other.address,
  value: parseEther('1'),
  maxFeePerGas: 10n,
  maxPriorityFeePerGas: 1n,
} as const

describe.each<SignerDialect>(['web3signer', 'geth', 'clef'])('a signer that speaks like %s', (dialect) => {
  test('signs messages, typed data and transactions as a key at hand does', async () => {
    await using server = await startSigner([owner.account], dialect)
    const remote = await accountFromRemoteSigner({ url: server.url })
    expect(remote.address).toBe(owner.address)
    const message = new Uint8Array(randomBytes(32))
    expect(await remote.signer.signMessage(message)).toEqual(await owner.signer.signMessage(message))
    expect(await remote.account.signMessage({ message: 'hello' })).toBe(
      await owner.account.signMessage({ message: 'hello' }),
    )
    const signature = await remote.account.signTypedData(typedData)
    expect(await verifyTypedData({ ...typedData, address: owner.address, signature })).toBe(true)
    expect(await remote.account.signTransaction(transaction)).toBe(
      await owner.account.signTransaction(transaction),
    )
    const creation = { ...transaction, to: undefined, data: '0x6000' } as const
    expect(parseTransaction(await remote.account.signTransaction(creation)).to).toBeUndefined()
  })

  test('is asked in its own dialect at once after the first time', async () => {
    await using server = await startSigner([owner.account], dialect)
    const { signer } = await accountFromRemoteSigner({ url: server.url })
    await signer.signMessage(new Uint8Array([1]))
    const before = server.methods.length
    await signer.signMessage(new Uint8Array([2]))
    expect(server.methods.length).toBe(before + 1)
  })
})

test('signatures whose V counts from 0 are put right', async () => {
  await using server = await startSigner([owner.account])
  server.tamper = (method, result) =>
    method === 'eth_sign'
      ? `${String(result).slice(0, -2)}0${Number.parseInt(String(result).slice(-2), 16) - 27}`
      : result
  const { signer } = await accountFromRemoteSigner({ url: server.url })
  const message = new Uint8Array([1, 2, 3])
  const signature = await signer.signMessage(message)
  expect(verifyMessage(owner.address, message, signature)).toBe(true)
  expect(recoverMessageSigner(message, signature)).toBe(owner.address)
})

test('one of several accounts is chosen by its address', async () => {
  await using server = await startSigner([owner.account, other.account])
  const { url } = server
  await expect(accountFromRemoteSigner({ url })).rejects.toThrow(/has 2 accounts\. Set signerAddress/)
  expect((await accountFromRemoteSigner({ url, address: other.address })).address).toBe(other.address)
  await expect(accountFromRemoteSigner({ url, address: account(5).address })).rejects.toThrow(
    RemoteSignerAccountError,
  )
})

describe('error: a signer that cheats or errs', () => {
  test('another transaction than was asked for is never used', async () => {
    await using server = await startSigner([owner.account])
    const remote = await accountFromRemoteSigner({ url: server.url })
    const changes = [
      { to: account(5).address },
      { value: parseEther('2') },
      { nonce: 8 },
      { gas: 22_000n },
      { chainId: 1 },
      { maxFeePerGas: 11n },
      { maxPriorityFeePerGas: 2n },
      { data: '0x00' },
      { accessList: [{ address: other.address, storageKeys: [] }] },
    ] as const
    for (const change of changes) {
      const forged = await owner.account.signTransaction({ ...transaction, ...change })
      server.tamper = () => forged
      await expect(
        remote.account.signTransaction(transaction),
        JSON.stringify(Object.keys(change)),
      ).rejects.toThrow(/signed another transaction/)
    }
    const byOther = await other.account.signTransaction(transaction)
    server.tamper = () => byOther
    await expect(remote.account.signTransaction(transaction)).rejects.toThrow(/not signed by the account/)
    for (const garbage of [null, 7, '0x', '0x02', '0x02c0', '0xf86c', { raw: 1 }, [], 'hello']) {
      server.tamper = () => garbage
      await expect(remote.account.signTransaction(transaction)).rejects.toThrow(RemoteSignerAnswerError)
    }
  })

  test('a signature of something else, or by somebody else, is never used', async () => {
    await using server = await startSigner([owner.account])
    const { signer, account: remote } = await accountFromRemoteSigner({ url: server.url })
    const message = new Uint8Array([1, 2, 3])
    const raw = bytesToHex(message)
    const forgeries = [
      await other.account.signMessage({ message: { raw } }),
      await owner.account.signMessage({ message: { raw: keccak256(raw) } }),
      `0x${'00'.repeat(65)}`,
      '0x1234',
      null,
      {},
    ]
    for (const forged of forgeries) {
      server.tamper = () => forged
      await expect(signer.signMessage(message)).rejects.toThrow(RemoteSignerAnswerError)
      await expect(remote.signTypedData(typedData)).rejects.toThrow(RemoteSignerAnswerError)
    }
  })

  test('what it lacks is named; what it refuses is told in its words', async () => {
    await using server = await startSigner([owner.account])
    server.missing.add('eth_sign')
    const { signer, account: remote } = await accountFromRemoteSigner({ url: server.url })
    await expect(signer.signMessage(new Uint8Array(1))).rejects.toThrow(RemoteSignerMethodError)
    await expect(signer.signMessage(new Uint8Array(1))).rejects.toThrow(
      /does not sign messages: it has none of eth_sign, personal_sign, account_signData/,
    )
    server.tamper = () => {
      throw new Error('the rules say no\nsecond line')
    }
    const refused = await remote.signTransaction(transaction).catch((error) => error)
    expect(refused).toBeInstanceOf(RemoteSignerRefusedError)
    expect(refused.message).toMatch(/refused eth_signTransaction: the rules say no\.$/)
  })

  test('one that is not there, and a URL that is none, are told without what may be secret in it', async () => {
    const dead = accountFromRemoteSigner({ url: 'http://127.0.0.1:1/secret-path?key=secret' }).catch(
      (error) => error,
    )
    const error = await dead
    expect(error).toBeInstanceOf(RemoteSignerUnreachableError)
    expect(JSON.stringify([error.message, error.meta, String(error.cause)])).not.toContain('secret')
    for (const url of ['ipc:///clef.ipc', 'nothing', ''])
      await expect(accountFromRemoteSigner({ url })).rejects.toThrow(RpcUrlError)
  })
})
