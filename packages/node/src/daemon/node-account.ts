import { accountFromKeystore, type UnlockedAccount } from '@millrace/chain'
import { SettingsError } from './errors.ts'

interface KeySettings {
  readonly keystoreFile?: string | undefined
  readonly passwordFile?: string | undefined
}

/**
 * Unlocks the node's own key.
 * @throws {SettingsError} for a setting that is missing, and what the keystore throws.
 */
export async function openNodeAccount({ keystoreFile, passwordFile }: KeySettings): Promise<UnlockedAccount> {
  if (keystoreFile === undefined || passwordFile === undefined) {
    const setting = keystoreFile === undefined ? 'keystoreFile' : 'passwordFile'
    throw new SettingsError({ setting, problem: 'it must be set to work on chain (rpcUrls is set)' })
  }
  return accountFromKeystore({ file: keystoreFile, passwordFile })
}
