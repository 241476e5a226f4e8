import { writeFile } from 'node:fs/promises'
import { ConsentFileError, readConsent } from '@millrace/chain'
import { linkConsentTypedData, renderConsent } from '@millrace/common/identity'
import { isSameAddress } from '@millrace/crypto'
import { Command } from 'commander'
import type { Address, Hex } from 'viem'
import { openKey } from '../../desk/key.ts'
import { toJson } from '../shared.ts'

interface SignFlags {
  readonly keystoreFile?: string
  readonly passwordFile?: string
  readonly signerUrl?: string
  readonly signerAddress?: Address
  readonly unsigned?: true
  readonly signature?: string
}

/** `millrace identity sign`: needs no chain, so that the key may be on a machine without a network. */
export function signCommand(): Command {
  return new Command('sign')
    .description('Signs a consent that millrace identity link has written. Needs no network.')
    .argument('<file>', 'the consent; the signature is written into it')
    .option('--keystore-file <file>', 'keystore of the account that it is for')
    .option('--password-file <file>', 'file with its password, - for standard input; asked for without it')
    .option('--signer-url <url>', 'signer with the key, instead of a keystore')
    .option('--signer-address <address>', 'account at the signer, when it has several')
    .option('--unsigned', 'print what a wallet or a multisig has to sign (EIP-712)')
    .option('--signature <hex>', 'signature of what was printed')
    .action(sign)
}

async function sign(file: string, flags: SignFlags): Promise<void> {
  const consent = await readConsent(file)
  const typedData = linkConsentTypedData(consent)
  if (flags.unsigned) return void process.stdout.write(`${toJson(typedData, { indent: 2 })}\n`)
  const { kind, account, main, linked, deadline } = consent
  const signature = flags.signature ?? (await signHere())
  await writeFile(file, renderConsent({ ...consent, signature: signature as Hex }), { mode: 0o600 })
  // Read as whoever sends it will.
  await readConsent(file)
  const what =
    kind === 'link' ? `that ${linked} belongs to ${main}` : `to end the link of ${linked} to ${main}`
  const until = new Date(Number(deadline) * 1_000).toISOString()
  process.stdout.write(`${account} agrees ${what}, until ${until}: ${file}\n`)

  async function signHere(): Promise<Hex> {
    const key = await openKey(flags, '--unsigned')
    if (!isSameAddress(key.address, consent.account)) {
      throw new ConsentFileError({
        file,
        reason: `it is for ${account} to sign, and the key is that of ${key.address}`,
      })
    }
    return key.account.signTypedData(typedData)
  }
}
