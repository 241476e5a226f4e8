import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import {
  accountFromKeystore,
  accountFromPrivateKey,
  addressInKeystore,
  createKeystore,
  decryptKeystore,
  KeystoreFormatError,
  keystoreFileName,
  listKeystores,
} from '@millrace/chain'
import { Command } from 'commander'
import { bytesToHex, type Hex } from 'viem'
import { FlagsError } from '../../errors.ts'
import { requireAgreement } from '../../terminal/ask.ts'
import { readPassword } from '../../terminal/read-secret.ts'
import { toJson } from '../shared.ts'
import { readPrivateKey } from './private-key.ts'

const defaultFolder = join(homedir(), '.millrace', 'keystore')
const passwordHelp = 'file with the password, - for standard input; asked for without it'

interface WalletFlags {
  readonly json?: true
  readonly passwordFile?: string
}
interface NewFlags extends WalletFlags {
  readonly folder: string
  readonly out?: string
  readonly light?: true
}

/** `millrace wallet`: accounts whose keys are in encrypted files. */
export function walletCommands(): Command {
  const wallet = new Command('wallet').description(
    'Accounts: keys in encrypted keystore files (version 3, as geth writes and reads them). A key is never given as a flag.',
  )
  const commands = [
    createCommand(),
    importCommand(),
    listCommand(),
    showCommand(),
    signCommand(),
    exportCommand(),
  ]
  for (const command of commands) wallet.addCommand(command)
  return wallet
}

function createCommand(): Command {
  return newKeyCommand('create')
    .description('Makes a new account and writes its key into a new keystore.')
    .action((flags: NewFlags) => writeKey(undefined, flags))
}

function importCommand(): Command {
  return newKeyCommand('import')
    .description('Writes the key of an existing account into a new keystore.')
    .argument('<file>', 'keystore (geth’s too) or private key in hexadecimal; - for standard input')
    .option('--old-password-file <file>', `of the keystore that is imported: ${passwordHelp}`)
    .action(async (file: string, flags: NewFlags & { oldPasswordFile?: string }) => {
      if ([file, flags.oldPasswordFile, flags.passwordFile].filter((one) => one === '-').length > 1)
        throw new FlagsError('Only one of key and passwords can come from standard input.')
      await writeKey(await readPrivateKey(file, flags.oldPasswordFile), flags)
    })
}

function newKeyCommand(name: string): Command {
  return walletCommand(name)
    .option('--folder <folder>', 'folder of keystores', defaultFolder)
    .option('--out <file>', 'the file itself, instead of a name in the folder')
    .option('--light', 'cheap encryption, for keys that guard nothing')
}

async function writeKey(known: Hex | undefined, flags: NewFlags): Promise<void> {
  const password = await readPassword({
    file: flags.passwordFile,
    question: 'Password for the new keystore',
    isNew: true,
  })
  const privateKey = known ?? bytesToHex(crypto.getRandomValues(new Uint8Array(32)))
  const { address } = accountFromPrivateKey(privateKey)
  await refuseSecond(address, flags)
  const file = flags.out ?? join(flags.folder, keystoreFileName(address, new Date()))
  await createKeystore({ file, password, privateKey, cost: flags.light ? 'light' : 'standard' })
  print({ address, file }, flags)
}

/** Two files with one key are two passwords to lose. */
async function refuseSecond(address: string, { out, folder }: NewFlags): Promise<void> {
  const known = (await listKeystores(out === undefined ? folder : dirname(out))).find(
    (one) => one.address === address,
  )
  if (known) throw new FlagsError(`The key of ${address} is in ${known.file} already.`)
}

function listCommand(): Command {
  return new Command('list')
    .description('Lists the keystores of a folder.')
    .option('--folder <folder>', 'folder of keystores', defaultFolder)
    .option('--json', 'print JSON')
    .action(async ({ folder, json }: { folder: string; json?: true }) => {
      const found = await listKeystores(folder)
      if (json) process.stdout.write(`${toJson(found)}\n`)
      else for (const { address, file } of found) process.stdout.write(`${address}  ${file}\n`)
    })
}

function showCommand(): Command {
  return new Command('show')
    .description('Shows the address of a keystore, and with --check whether a password opens it.')
    .argument('<keystore>', 'keystore file')
    .option('--check', 'open it')
    .option('--password-file <file>', passwordHelp)
    .option('--json', 'print JSON')
    .action(async (file: string, flags: WalletFlags & { check?: true }) => {
      const text = await readKeystore(file)
      const named = addressInKeystore(text)
      if (!flags.check && named !== undefined) return print({ address: named, file }, flags)
      const password = await readPassword({ file: flags.passwordFile, question: `Password of ${file}` })
      const { address } = accountFromPrivateKey(await decryptKeystore(text, password, file))
      if (named !== undefined && named !== address)
        throw new KeystoreFormatError({ file, reason: `it names ${named} and holds the key of ${address}` })
      print({ address, file, opens: true }, flags)
    })
}

function signCommand(): Command {
  return walletCommand('sign-message')
    .description('Signs a text as a message of the account (EIP-191).')
    .argument('<keystore>', 'keystore file')
    .argument('<message>', 'the text; with --hex its bytes in hexadecimal')
    .option('--hex', 'the message is hexadecimal')
    .action(async (file: string, message: string, flags: WalletFlags & { hex?: true }) => {
      if (flags.hex && !/^0x([0-9a-fA-F]{2})*$/.test(message))
        throw new FlagsError('The message is not hexadecimal: 0x and pairs of digits.')
      const password = await readPassword({ file: flags.passwordFile, question: `Password of ${file}` })
      const { account, address } = await accountFromKeystore({ file, password })
      const raw = flags.hex ? { raw: message as Hex } : message
      print({ address, signature: await account.signMessage({ message: raw }) }, flags)
    })
}

function exportCommand(): Command {
  return walletCommand('export')
    .description(
      'Writes the private key of a keystore, unencrypted, into a new file that only its owner may read.',
    )
    .argument('<keystore>', 'keystore file')
    .argument('<file>', 'file for the key; it must not be there yet')
    .option('--yes', 'agree beforehand instead of being asked')
    .action(async (keystore: string, file: string, flags: WalletFlags & { yes?: true }) => {
      const text = await readKeystore(keystore)
      const question = `Write the key into ${file} without encryption? Whoever reads it has all that the account has.`
      await requireAgreement({ yes: flags.yes === true, question })
      const password = await readPassword({ file: flags.passwordFile, question: `Password of ${keystore}` })
      const privateKey = await decryptKeystore(text, password, keystore)
      await mkdir(dirname(file), { recursive: true, mode: 0o700 })
      await writeFile(file, `${privateKey}\n`, { mode: 0o600, flag: 'wx' }).catch((cause) => {
        throw new FlagsError(`${file} cannot be written, or is there already.`, { cause })
      })
      await chmod(file, 0o600)
      print({ address: accountFromPrivateKey(privateKey).address, file }, flags)
    })
}

function walletCommand(name: string): Command {
  return new Command(name).option('--password-file <file>', passwordHelp).option('--json', 'print JSON')
}

async function readKeystore(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((cause) => {
    throw new KeystoreFormatError({ file, reason: 'it cannot be read', cause })
  })
}

function print(facts: Readonly<Record<string, unknown>>, { json }: WalletFlags): void {
  const text = json
    ? toJson(facts)
    : Object.entries(facts)
        .map(([name, value]) => `${name.padEnd(9)} ${value}`)
        .join('\n')
  process.stdout.write(`${text}\n`)
}
