import { readFile } from 'node:fs/promises'
import {
  accountFromKeystore,
  accountFromRemoteSigner,
  addressInKeystore,
  type UnlockedAccount,
} from '@millrace/chain'
import type { Address } from 'viem'
import { FlagsError, KeystoreMissingError, SenderMissingError } from '../errors.ts'
import { readPassword } from '../terminal/read-secret.ts'

/** Where a key is, as settings say it. */
export interface KeySettings {
  readonly keystoreFile?: string | undefined
  readonly passwordFile?: string | undefined
  readonly signerUrl?: string | undefined
  readonly signerAddress?: Address | undefined
  /** The account that is meant. */
  readonly from?: Address | undefined
}

/**
 * Opens the key that settings name, asking for its password where no file has it.
 * @param instead what does without a key, for who gave none.
 * @throws {KeystoreMissingError | FlagsError}, and what the keystore or the signer throws
 */
export async function openKey(settings: KeySettings, instead: string): Promise<UnlockedAccount> {
  const { keystoreFile: file, passwordFile, signerUrl, signerAddress, from } = settings
  if (file !== undefined && signerUrl !== undefined)
    throw new FlagsError('Give --keystore-file or --signer-url, not both.')
  if (signerUrl !== undefined)
    return accountFromRemoteSigner({ url: signerUrl, address: signerAddress ?? from })
  if (file === undefined) throw new KeystoreMissingError({ instead })
  const password = await readPassword({ file: passwordFile, question: `Password of ${file}` })
  const account = await accountFromKeystore({ file, password })
  if (from !== undefined && from.toLowerCase() !== account.address.toLowerCase())
    throw new FlagsError(`The keystore holds the key of ${account.address}, not of ${from}.`)
  return account
}

/** The account that settings name, without opening its key. @throws {SenderMissingError} */
export async function namedAccount(settings: KeySettings): Promise<Address> {
  const { from, signerAddress, keystoreFile, signerUrl } = settings
  const given = from ?? signerAddress
  if (given !== undefined) return given
  if (signerUrl !== undefined) return (await accountFromRemoteSigner({ url: signerUrl })).address
  const text = keystoreFile === undefined ? '' : await readFile(keystoreFile, 'utf8').catch(() => '')
  const named = addressInKeystore(text)
  if (named !== undefined) return named
  if (keystoreFile === undefined) throw new SenderMissingError()
  return (await openKey(settings, '--from')).address
}
