import { createCipheriv } from 'node:crypto'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { verifyMessage } from '@millrace/crypto'
import { scrypt as nobleScrypt } from '@noble/hashes/scrypt.js'
import { keccak_256 } from '@noble/hashes/sha3.js'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import {
  KeystoreExistsError,
  KeystoreFormatError,
  KeystorePasswordError,
  PasswordFileError,
} from '../errors.ts'
import { addressInKeystore, decryptKeystore, encryptKeystore } from './keystore.ts'
import { accountFromKeystore, createKeystore } from './keystore-account.ts'

const folder = await mkdtemp(join(tmpdir(), 'keystore-'))
afterAll(() => rm(folder, { recursive: true }))
const key = '0x7a28b5ba57c53603b0b07b56bba752f7784bf506fa95edc395f5cf6c7514fe9d'

/** A keystore by other hands: noble's scrypt and keccak, field names as ethers writes them. */
function foreignKeystore(password: string, capital: boolean, { n = 1024, r = 8 } = {}) {
  const kdfparams = { dklen: 32, n, p: 1, r, salt: 'ab'.repeat(32) }
  const derived = nobleScrypt(password, Buffer.from(kdfparams.salt, 'hex'), {
    N: n,
    r,
    p: 1,
    dkLen: 32,
  })
  const iv = Buffer.alloc(16, 7)
  const cipher = createCipheriv('aes-128-ctr', derived.subarray(0, 16), iv)
  const ciphertext = cipher.update(Buffer.from(key.slice(2), 'hex'))
  const mac = Buffer.from(keccak_256(Buffer.concat([derived.subarray(16), ciphertext]))).toString('hex')
  const cipherparams = { iv: iv.toString('hex') }
  const sealed = {
    cipher: 'aes-128-ctr',
    ciphertext: ciphertext.toString('hex'),
    cipherparams,
    kdf: 'scrypt',
    kdfparams,
    mac,
  }
  return { version: 3, id: 'x', [capital ? 'Crypto' : 'crypto']: sealed }
}

test('keystores of other programs open, also when crypto has a capital', async () => {
  expect(await decryptKeystore(JSON.stringify(foreignKeystore('testpassword', false)), 'testpassword')).toBe(
    key,
  )
  expect(await decryptKeystore(JSON.stringify(foreignKeystore('tëst', true)), 'tëst')).toBe(key)
})

/** The test vector of the Web3 Secret Storage Definition. */
const published = {
  pbkdf2: {
    kdfparams: {
      c: 262_144,
      dklen: 32,
      prf: 'hmac-sha256',
      salt: 'ae3cd4e7013836a3df6bd7241b12db061dbe2c6785853cce422d148a624ce0bd',
    },
    cipherparams: { iv: '6087dab2f9fdbbfaddc31a909735c1e6' },
    ciphertext: '5318b4d5bcd28de64ee5559e671353e16f075ecae9f99c7a79a38af5f869aa46',
    mac: '517ead924a9d0dc3124507e3393d175ce3ff7c1e96529c6c555ce9e51205e9b2',
  },
} as const

test('the published pbkdf2 keystore opens', async () => {
  const kdf = 'pbkdf2'
  const text = JSON.stringify({
    version: 3,
    id: 'x',
    crypto: { cipher: 'aes-128-ctr', kdf, ...published[kdf] },
  })
  expect(await decryptKeystore(text, 'testpassword')).toBe(key)
  await expect(decryptKeystore(text, 'testpasswort')).rejects.toThrow(KeystorePasswordError)
  const { kdfparams } = published[kdf]
  const greedy = JSON.stringify({
    version: 3,
    crypto: {
      cipher: 'aes-128-ctr',
      kdf,
      ...published[kdf],
      kdfparams: { ...kdfparams, c: 2 ** 40, n: 2 ** 40 },
    },
  })
  await expect(decryptKeystore(greedy, 'testpassword')).rejects.toThrow(KeystoreFormatError)
})

test('keystores with an n beyond the RFC open, as web3.py writes them', async () => {
  const text = JSON.stringify(foreignKeystore('x', false, { n: 2 ** 16, r: 1 }))
  expect(await decryptKeystore(text, 'x')).toBe(key)
})

test('the address that a file names can be read without the password', async () => {
  const text = await encryptKeystore(key, 'x', { cost: 'light' })
  expect(addressInKeystore(text)).toBe('0x008AeEda4D805471dF9b2A5B0f38A0C3bCBA786b')
  expect(addressInKeystore(JSON.stringify(foreignKeystore('x', false)))).toBeUndefined()
  expect(addressInKeystore('no keystore')).toBeUndefined()
})

test('what is encrypted opens again, and names its address', async () => {
  const text = await encryptKeystore(key, 'pässword', { cost: 'light' })
  expect(await decryptKeystore(text, 'pässword')).toBe(key)
  expect(JSON.parse(text)).toMatchObject({ version: 3, address: '008aeeda4d805471df9b2a5b0f38a0c3bcba786b' })
})

test('error: a wrong password', async () => {
  const text = await encryptKeystore(key, 'right', { cost: 'light' })
  await expect(decryptKeystore(text, 'wrong', 'a.json')).rejects.toThrow(KeystorePasswordError)
})

test('error: arbitrary JSON and text never opens and never throws anything else', async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.string(), fc.json()), async (text) => {
      await expect(decryptKeystore(text, 'x')).rejects.toThrow(KeystoreFormatError)
    }),
    { numRuns: 200 },
  )
  const greedy = [{ n: 2 ** 30 }, { n: 2 ** 20, r: 8 }, { n: 2 ** 18, r: 8, p: 16 }]
  for (const kdf of [...greedy, { n: 1000 }, { salt: 'zz' }, { dklen: 16 }]) {
    const text = JSON.stringify(foreignKeystore('x', false), (name, value) =>
      name === 'kdfparams' ? { ...value, ...kdf } : value,
    )
    await expect(decryptKeystore(text, 'x')).rejects.toThrow(KeystoreFormatError)
  }
})

test('error: a file that is too large to be a keystore', async () => {
  const file = join(folder, 'large.json')
  await writeFile(file, ' '.repeat(2 ** 20))
  await expect(accountFromKeystore({ file, password: 'x' })).rejects.toThrow('it is larger than a keystore')
})

test('a created file is private, opens with the password file, and signs', async () => {
  const file = join(folder, 'sub', 'node.json')
  const passwordFile = join(folder, 'password')
  await writeFile(passwordFile, 'secret\n')
  const created = await createKeystore({ file, passwordFile, cost: 'light' })
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  const opened = await accountFromKeystore({ file, password: 'secret' })
  expect(opened.address).toBe(created.address)
  expect(opened.account.address).toBe(created.address)
  const message = new Uint8Array([1, 2, 3])
  expect(verifyMessage(created.address, message, await opened.signer.signMessage(message))).toBe(true)
})

test('error: a key is never overwritten', async () => {
  const file = join(folder, 'once.json')
  const first = await createKeystore({ file, password: 'a', cost: 'light', privateKey: key })
  const before = await readFile(file, 'utf8')
  await expect(createKeystore({ file, password: 'a', cost: 'light' })).rejects.toThrow(KeystoreExistsError)
  expect(await readFile(file, 'utf8')).toBe(before)
  expect((await accountFromKeystore({ file, password: 'a' })).address).toBe(first.address)
})

test('error: missing keystore and missing or empty password files are named', async () => {
  const file = join(folder, 'absent.json')
  await expect(accountFromKeystore({ file, password: 'a' })).rejects.toThrow(file)
  await expect(accountFromKeystore({ file, passwordFile: join(folder, 'none') })).rejects.toThrow(
    PasswordFileError,
  )
  await writeFile(join(folder, 'empty'), '\n')
  await expect(accountFromKeystore({ file, passwordFile: join(folder, 'empty') })).rejects.toThrow(
    'it is empty',
  )
})
