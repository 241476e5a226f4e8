import { accountFromKeystore, accountFromRemoteSigner, type UnlockedAccount } from '@millrace/chain'
import type { Address } from '@millrace/crypto'
import { SettingsError } from '@millrace/daemon'

interface KeySettings {
  readonly keystoreFile?: string | undefined
  readonly passwordFile?: string | undefined
  readonly signerUrl?: string | undefined
  readonly signerAddress?: string | undefined
}

/** What a node asks a signer to sign at start, so that one which cannot is known before work depends on it. */
const trial = new TextEncoder().encode('Millrace: a node starts with this key.')

/**
 * Opens the node's own key: a keystore, or one at a remote signer.
 * @param signsMessages whether the role signs messages (tickets, segments, answers) beside transactions.
 * @throws {SettingsError} for a setting that is missing, and what the keystore or the signer throws.
 */
export async function openNodeAccount(
  { keystoreFile, passwordFile, signerUrl, signerAddress }: KeySettings,
  { signsMessages }: { readonly signsMessages: boolean },
): Promise<UnlockedAccount> {
  if (signerUrl !== undefined) {
    if (keystoreFile !== undefined)
      throw new SettingsError({ setting: 'signerUrl', problem: 'it cannot be set beside keystoreFile' })
    const address = signerAddress as Address | undefined
    const account = await accountFromRemoteSigner({ url: signerUrl, address })
    if (signsMessages) await account.signer.signMessage(trial)
    return account
  }
  if (keystoreFile === undefined || passwordFile === undefined) {
    const setting = keystoreFile === undefined ? 'keystoreFile' : 'passwordFile'
    throw new SettingsError({ setting, problem: 'it must be set to work on chain (rpcUrls is set)' })
  }
  return accountFromKeystore({ file: keystoreFile, passwordFile })
}
