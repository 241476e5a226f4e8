import { randomBytes } from 'node:crypto'
import { link, mkdir, open, readFile, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { bytesToHex, type Hex, localSigner, type Signer } from '@millrace/crypto'
import type { LocalAccount } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { KeystoreExistsError, KeystoreFormatError, PasswordFileError } from '../errors.ts'
import { decryptKeystore, encryptKeystore, type KeystoreCost, maxKeystoreBytes } from './keystore.ts'

/** An unlocked key: `account` signs transactions, `signer` signs messages with the fast native code. */
export interface UnlockedAccount {
  readonly address: `0x${string}`
  readonly account: LocalAccount
  readonly signer: Signer
}

/** Where the password is: in a file (its last line end does not count) or given, e.g. from the environment. */
type PasswordSource = { readonly passwordFile: string } | { readonly password: string }

export type KeystoreOptions = { readonly file: string } & PasswordSource

/** An account of a plain private key, for dev accounts and tests. */
export function accountFromPrivateKey(privateKey: Hex): UnlockedAccount {
  const signer = localSigner(privateKey)
  return { address: signer.address, account: privateKeyToAccount(privateKey), signer }
}

/**
 * Unlocks a keystore file of version 3.
 * @throws {KeystoreFormatError | KeystorePasswordError | PasswordFileError}
 */
export async function accountFromKeystore(options: KeystoreOptions): Promise<UnlockedAccount> {
  const { file } = options
  const password = await readPassword(options)
  return accountFromPrivateKey(await decryptKeystore(await readKeystore(file), password, file))
}

async function readKeystore(file: string): Promise<string> {
  try {
    if ((await stat(file)).size <= maxKeystoreBytes) return await readFile(file, 'utf8')
  } catch (cause) {
    throw new KeystoreFormatError({ file, reason: (cause as Error).message, cause })
  }
  throw new KeystoreFormatError({ file, reason: 'it is larger than a keystore' })
}

/**
 * Writes a new key, or the one given, into a keystore file that only its owner may read. Never overwrites.
 * @throws {KeystoreExistsError | PasswordFileError}
 */
export async function createKeystore(
  options: KeystoreOptions & { readonly privateKey?: Hex; readonly cost?: KeystoreCost },
): Promise<UnlockedAccount> {
  const { file, cost = 'standard', privateKey = bytesToHex(randomBytes(32)) } = options
  const account = accountFromPrivateKey(privateKey)
  const text = await encryptKeystore(privateKey, await readPassword(options), { cost })
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  await writeOnce(file, text)
  return account
}

/** Complete or not at all, and never over another key: written beside, synced, then linked to its name. */
async function writeOnce(file: string, text: string): Promise<void> {
  const temporary = `${file}.${process.pid}.${randomBytes(4).toString('hex')}.tmp`
  try {
    {
      await using handle = await open(temporary, 'wx', 0o600)
      await handle.writeFile(text)
      await handle.sync()
    }
    await link(temporary, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw new KeystoreExistsError({ file })
    throw error
  } finally {
    await rm(temporary, { force: true })
  }
  await using folder = await open(dirname(file), 'r')
  await folder.sync()
}

async function readPassword(source: PasswordSource): Promise<string> {
  if ('password' in source) return source.password
  const file = source.passwordFile
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (cause) {
    throw new PasswordFileError({ file, reason: (cause as Error).message, cause })
  }
  const password = text.replace(/\r?\n$/, '')
  if (password === '') throw new PasswordFileError({ file, reason: 'it is empty' })
  return password
}
