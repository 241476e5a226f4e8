import { writeFile } from 'node:fs/promises'
import {
  type ConsentFile,
  ConsentFileError,
  identityRegistryOf,
  readConsent,
  readIdentityNonce,
  readProfile,
} from '@millrace/chain'
import { type LinkConsent, renderConsent } from '@millrace/common/identity'
import { type Command, InvalidArgumentError } from 'commander'
import type { Address } from 'viem'
import { namedAccount } from '../../desk/key.ts'
import { loadAccountSettings, type OperationFlags, runOperation } from '../../desk/run-operation.ts'
import { FlagsError } from '../../errors.ts'
import { operationCommand } from '../account/operation-command.ts'
import { connectTo } from '../protocol/connection.ts'
import { addressSetting } from '../settings.ts'

interface LinkFlags extends OperationFlags {
  readonly signed?: string
  readonly out: string
  readonly days: number
}

/** `millrace identity link`: first writes what the other account has to sign, then takes its signature. */
export function linkCommand(): Command {
  return withFile(operationCommand('link', 'link-accounts'))
    .argument('[other]', 'account that is to belong to this one; its key signs the file', addressOf)
    .option('--as-linked', 'the other way round: this account is to belong to the other')
    .action((other: Address | undefined, flags: LinkFlags & { asLinked?: true }) =>
      run('link', flags, async () => {
        const own = await ownAccount(flags)
        const account = given(other)
        const [main, linked] = flags.asLinked ? [account, own] : [own, account]
        return { account, main, linked }
      }),
    )
}

/** `millrace identity unlink`: either account ends it, by itself or by a signature that somebody else sends. */
export function unlinkCommand(): Command {
  return withFile(operationCommand('unlink', 'unlink-accounts'))
    .argument('[linked]', 'account that belongs to another', addressOf)
    .option('--by <account>', 'which of the two is to sign, if neither key is here', addressOf)
    .action((linked: Address | undefined, flags: LinkFlags & { by?: Address }) => {
      if (flags.signed === undefined && flags.by === undefined) {
        const parameters = { linked: given(linked) }
        return runOperation({ operation: 'unlink-accounts', parameters: () => parameters }, flags)
      }
      return run('unlink', flags, async () => {
        const account = given(flags.by)
        const { main } = await readProfile(await connectTo(loadAccountSettings(flags)), given(linked))
        if (main === undefined) throw new FlagsError(`${linked} is linked to no account.`)
        return { account, main, linked: given(linked) }
      })
    })
}

function withFile(command: Command): Command {
  return command
    .option('--out <file>', 'file for what has to be signed', 'consent.json')
    .option('--signed <file>', 'the same file with the signature: sends it')
    .option('--days <n>', 'how long the signature is to be good', daysOf, 7)
}

async function run(
  kind: LinkConsent['kind'],
  flags: LinkFlags,
  parties: () => Promise<Pick<LinkConsent, 'account' | 'main' | 'linked'>>,
): Promise<void> {
  if (flags.signed !== undefined) return send(kind, flags.signed, flags)
  const chain = await connectTo(loadAccountSettings(flags))
  const { address: registry } = identityRegistryOf(chain)
  const { account, main, linked } = await parties()
  const nonce = await readIdentityNonce(chain, account)
  const deadline = BigInt(Math.floor(Date.now() / 1_000) + flags.days * 86_400)
  const consent: ConsentFile = {
    ...{ kind, chainId: chain.chainId, registry, account, main, linked, nonce, deadline },
  }
  await writeFile(flags.out, renderConsent(consent), { mode: 0o600 })
  process.stdout.write(
    `${flags.out} is for ${account} to sign: millrace identity sign ${flags.out} --keystore-file …, on any machine. Then: millrace identity ${kind} --signed ${flags.out}\n`,
  )
}

async function send(kind: LinkConsent['kind'], file: string, flags: LinkFlags): Promise<void> {
  const consent = await readConsent(file)
  const { account, main, linked, deadline, signature } = consent
  if (consent.kind !== kind)
    throw new ConsentFileError({ file, reason: `it is a consent to ${consent.kind}` })
  if (signature === undefined) throw new ConsentFileError({ file, reason: `${account} has not signed it` })
  const signed = { deadline: String(deadline), signature }
  const parameters = kind === 'link' ? { main, linked, ...signed } : { linked, account, ...signed }
  await runOperation({ operation: `${kind}-accounts`, parameters: () => parameters }, flags)
}

function ownAccount(flags: LinkFlags): Promise<Address> {
  return namedAccount(loadAccountSettings(flags))
}

function given(account: Address | undefined): Address {
  if (account === undefined) throw new FlagsError('Name the account, or give --signed FILE.')
  return account
}

function addressOf(text: string): Address {
  const parsed = addressSetting.safeParse(text)
  if (!parsed.success) throw new InvalidArgumentError('It is no address.')
  return parsed.data
}

function daysOf(text: string): number {
  if (!/^[1-9]\d{0,3}$/.test(text)) throw new InvalidArgumentError('It is no whole number above zero.')
  return Number(text)
}
