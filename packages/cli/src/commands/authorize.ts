import { writeFile } from 'node:fs/promises'
import { type NodeAuthorization, nodeAuthorizationTypedData, renderAuthorization } from '@millrace/chain'
import { type Address, type Hex, isSameAddress, toChecksumAddress } from '@millrace/crypto'
import { Command, InvalidArgumentError } from 'commander'
import { openKey } from '../desk/key.ts'
import { FlagsError } from '../errors.ts'
import { toJson } from './shared.ts'

interface AuthorizeFlags {
  readonly nodeKey: Address
  readonly chainId: number
  readonly days: number
  readonly validUntil?: bigint
  readonly orchestrator?: Address
  readonly keystoreFile?: string
  readonly passwordFile?: string
  readonly signerUrl?: string
  readonly signerAddress?: Address
  readonly unsigned?: true
  readonly signature?: Hex
  readonly out: string
}

/** `millrace authorize`: a staking account that is kept cold, or is a contract, lets a node's key serve for it. */
export function authorizeCommand(): Command {
  return new Command('authorize')
    .description(
      'Lets a node’s key serve for a staking account that is kept elsewhere. Signs with a keystore, or prints what a wallet ' +
        'or a multisig has to sign (EIP-712) and takes its signature.',
    )
    .requiredOption('--node-key <address>', 'key of the node', addressOf)
    .requiredOption('--chain-id <n>', 'chain of the deployment', wholeNumber)
    .option('--days <n>', 'how long it holds', wholeNumber, 90)
    .option('--valid-until <seconds>', 'until when it holds, as Unix time, instead of --days', secondsOf)
    .option('--orchestrator <address>', 'the staking account, where its key is not here', addressOf)
    .option('--keystore-file <file>', 'keystore of the staking account')
    .option('--password-file <file>', 'file with its password, - for standard input; asked for without it')
    .option('--signer-url <url>', 'signer with the key of the staking account, instead of a keystore')
    .option('--signer-address <address>', 'account at the signer, when it has several', addressOf)
    .option('--unsigned', 'print what has to be signed')
    .option(
      '--signature <hex>',
      'signature of what was printed; a contract’s may have any length',
      signatureOf,
    )
    .option('--out <file>', 'file for the node’s setting nodeAuthorizationFile', 'node-authorization.json')
    .action(authorize)
}

async function authorize(flags: AuthorizeFlags): Promise<void> {
  if (flags.unsigned) {
    const typedData = nodeAuthorizationTypedData(
      authorizationOf(flags, given(flags.orchestrator, 'orchestrator')),
    )
    process.stdout.write(`${toJson(typedData, { indent: 2 })}\n`)
    return
  }
  const signed =
    flags.signature === undefined ? await signHere(flags) : signedElsewhere(flags, flags.signature)
  await writeFile(flags.out, renderAuthorization(signed), { mode: 0o600 })
  const until = new Date(Number(signed.validUntil) * 1_000).toISOString()
  process.stdout.write(
    `${signed.nodeKey} may serve for ${signed.orchestrator} until ${until}: ${flags.out} (setting nodeAuthorizationFile).\n`,
  )
}

async function signHere(flags: AuthorizeFlags) {
  const { address, account } = await openKey(flags, '--unsigned')
  if (flags.orchestrator !== undefined && !isSameAddress(flags.orchestrator, address))
    throw new FlagsError(`The key is that of ${address}, not of ${flags.orchestrator}.`)
  const authorization = authorizationOf(flags, address)
  return {
    ...authorization,
    signature: await account.signTypedData(nodeAuthorizationTypedData(authorization)),
  }
}

function signedElsewhere(flags: AuthorizeFlags, signature: Hex) {
  if (flags.validUntil === undefined)
    throw new FlagsError('--valid-until must be what was printed for signing, for it is signed too.')
  return { ...authorizationOf(flags, given(flags.orchestrator, 'orchestrator')), signature }
}

function authorizationOf(flags: AuthorizeFlags, orchestrator: Address): NodeAuthorization {
  const { nodeKey, chainId, days } = flags
  const now = Math.floor(Date.now() / 1_000)
  const validUntil = flags.validUntil ?? BigInt(now + days * 86_400)
  if (validUntil <= BigInt(now))
    throw new FlagsError('It would be over already: --valid-until is in the past.')
  return { chainId, orchestrator, nodeKey, validUntil }
}

function given<T>(value: T | undefined, flag: string): T {
  if (value === undefined) throw new FlagsError(`--${flag} is needed for this.`)
  return value
}

function addressOf(text: string): Address {
  if (!/^0x[0-9a-fA-F]{40}$/.test(text)) throw new InvalidArgumentError('It is no address.')
  return toChecksumAddress(text)
}

function signatureOf(text: string): Hex {
  if (!/^0x(?:[0-9a-fA-F]{2}){1,2048}$/.test(text)) throw new InvalidArgumentError('It is not hexadecimal.')
  return text as Hex
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,9}$/.test(text)) throw new InvalidArgumentError('It is no whole number above zero.')
  return Number(text)
}

function secondsOf(text: string): bigint {
  return BigInt(wholeNumber(text))
}
