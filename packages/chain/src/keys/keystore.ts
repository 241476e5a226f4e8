import {
  createCipheriv,
  createDecipheriv,
  pbkdf2,
  randomBytes,
  randomUUID,
  scrypt,
  timingSafeEqual,
} from 'node:crypto'
import { promisify } from 'node:util'
import {
  type Address,
  bytesToHex,
  type Hex,
  hexToBytes,
  keccak256,
  localSigner,
  toChecksumAddress,
} from '@millrace/crypto'
import { scryptAsync as portableScrypt } from '@noble/hashes/scrypt.js'
import { z } from 'zod'
import { KeystoreFormatError, KeystorePasswordError } from '../errors.ts'

const scryptAsync = promisify<string, Uint8Array, number, object, Buffer>(scrypt)
const pbkdf2Async = promisify(pbkdf2)

const hex = z.string().regex(/^(0x)?([0-9a-fA-F]{2})*$/)
const sealedFields = {
  cipher: z.literal('aes-128-ctr'),
  ciphertext: hex,
  cipherparams: z.object({ iv: hex }),
  mac: hex,
}
/** A keystore file larger than this is none. */
export const maxKeystoreBytes = 65_536

/** Twice the memory, and four times the work, of geth's standard: a hostile file may not ask for more. */
const maxScryptMemoryBytes = 2 ** 29
const maxScryptWork = 2 ** 23
const scryptParamsSchema = z
  .object({
    dklen: z.literal(32),
    n: z
      .int()
      .min(2)
      .max(2 ** 20)
      .refine((n) => Number.isInteger(Math.log2(n))),
    p: z.int().min(1).max(16),
    r: z.int().min(1).max(32),
    salt: hex,
  })
  .refine(({ n, r, p }) => 128 * n * r <= maxScryptMemoryBytes && n * r * p <= maxScryptWork)
const pbkdf2ParamsSchema = z.object({
  dklen: z.literal(32),
  // Forty times what writers use: a hostile file may not ask for hours.
  c: z.int().min(1).max(10_000_000),
  prf: z.literal('hmac-sha256'),
  salt: hex,
})
const cryptoSchema = z.discriminatedUnion('kdf', [
  z.object({ ...sealedFields, kdf: z.literal('scrypt'), kdfparams: scryptParamsSchema }),
  z.object({ ...sealedFields, kdf: z.literal('pbkdf2'), kdfparams: pbkdf2ParamsSchema }),
])

/** The format is the Web3 Secret Storage Definition, version 3; some writers spell `crypto` with a capital. */
const keystoreSchema = z.object({
  version: z.literal(3),
  address: hex.optional(),
  crypto: cryptoSchema.optional(),
  Crypto: cryptoSchema.optional(),
})

type Sealed = z.output<typeof cryptoSchema>
type Scrypt = z.output<typeof scryptParamsSchema>

/** Cost of scrypt: `standard` as geth's (about 1 s, 256 MiB), `light` for keys that guard nothing (tests, devnet). */
export type KeystoreCost = 'standard' | 'light'
const costs = { standard: { n: 2 ** 18, p: 1, r: 8 }, light: { n: 2 ** 12, p: 6, r: 8 } } as const

/** @returns the keystore file's text. */
export async function encryptKeystore(
  privateKey: Hex,
  password: string,
  { cost = 'standard' }: { cost?: KeystoreCost } = {},
): Promise<string> {
  const salt = randomBytes(32)
  const iv = randomBytes(16)
  const kdfparams = { dklen: 32, ...costs[cost], salt: salt.toString('hex') } as const
  const derived = await derive(password, kdfparams)
  const cipher = createCipheriv('aes-128-ctr', derived.subarray(0, 16), iv)
  const ciphertext = Buffer.concat([cipher.update(hexToBytes(privateKey)), cipher.final()])
  const keystore = {
    version: 3,
    id: randomUUID(),
    address: localSigner(privateKey).address.slice(2).toLowerCase(),
    crypto: {
      cipher: 'aes-128-ctr',
      ciphertext: ciphertext.toString('hex'),
      cipherparams: { iv: iv.toString('hex') },
      kdf: 'scrypt',
      kdfparams,
      mac: Buffer.from(macOf(derived, ciphertext)).toString('hex'),
    },
  }
  return `${JSON.stringify(keystore, undefined, 2)}\n`
}

/**
 * @param file named in errors only.
 * @throws {KeystoreFormatError} when the text is no keystore that we can open.
 * @throws {KeystorePasswordError} when the password is wrong.
 */
export async function decryptKeystore(text: string, password: string, file = 'file'): Promise<Hex> {
  const sealed = parse(text, file)
  const ciphertext = bytes(sealed.ciphertext)
  const iv = bytes(sealed.cipherparams.iv)
  if (iv.length !== 16) throw new KeystoreFormatError({ file, reason: 'its iv is not 16 bytes long' })
  const derived = await deriveFor(sealed, password)
  const mac = bytes(sealed.mac)
  if (mac.length !== 32 || !timingSafeEqual(mac, macOf(derived, ciphertext)))
    throw new KeystorePasswordError({ file })
  const decipher = createDecipheriv('aes-128-ctr', derived.subarray(0, 16), iv)
  const key = Buffer.concat([decipher.update(ciphertext), decipher.final()])
  if (key.length !== 32) throw new KeystoreFormatError({ file, reason: 'it does not hold a 32-byte key' })
  return bytesToHex(key)
}

/** The address that a keystore names in clear, if it does; a name only, until the file is opened. */
export function addressInKeystore(text: string): Address | undefined {
  try {
    const { address } = keystoreSchema.parse(JSON.parse(text))
    const plain = address?.replace(/^0x/, '').toLowerCase()
    return plain?.length === 40 ? toChecksumAddress(`0x${plain}`) : undefined
  } catch {
    return undefined
  }
}

function parse(text: string, file: string): Sealed {
  try {
    const parsed = keystoreSchema.parse(JSON.parse(text))
    const sealed = parsed.crypto ?? parsed.Crypto
    if (sealed) return sealed
  } catch (cause) {
    throw new KeystoreFormatError({
      file,
      reason: 'it is not a version 3 keystore with scrypt or pbkdf2',
      cause,
    })
  }
  throw new KeystoreFormatError({ file, reason: 'it has no crypto section' })
}

function deriveFor(sealed: Sealed, password: string): Promise<Uint8Array> {
  if (sealed.kdf === 'scrypt') return derive(password, sealed.kdfparams)
  const { c, dklen, salt } = sealed.kdfparams
  return pbkdf2Async(password, bytes(salt), c, dklen, 'sha256')
}

function derive(password: string, { n, p, r, dklen, salt }: Scrypt): Promise<Uint8Array> {
  // OpenSSL holds RFC 7914's limit of n for an r; web3.py (r of 1) writes keystores beyond it.
  if (Math.log2(n) >= 16 * r) return portableScrypt(password, bytes(salt), { N: n, r, p, dkLen: dklen })
  return scryptAsync(password, bytes(salt), dklen, {
    N: n,
    p,
    r,
    maxmem: 128 * n * r + 128 * r * p + 2 ** 20,
  })
}

function macOf(derived: Uint8Array, ciphertext: Uint8Array): Uint8Array {
  return keccak256(Buffer.concat([derived.subarray(16, 32), ciphertext]))
}

function bytes(text: string): Uint8Array {
  return hexToBytes(text.startsWith('0x') ? (text as Hex) : `0x${text}`)
}
