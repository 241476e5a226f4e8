import { settingFromText } from '@millrace/common'
import { type Command, InvalidArgumentError } from 'commander'
import { type Address, isAddress } from 'viem'
import { z } from 'zod'

/** An address; where its letters are of both cases they are its checksum. */
export const addressSetting = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/, 'is not an address: 0x and 40 hexadecimal digits')
  .refine((text) => isAddress(text), 'fails its checksum: a digit is mistyped')
  .transform((text): Address => text as Address)

/** A whole number of any size, as a JSON number or, beyond what that holds exactly, as text. */
export const wholeNumberSetting = z
  .union([z.string(), z.number()])
  .refine(
    (value) => /^\d+$/.test(String(value)) && !(Number(value) === value && value > Number.MAX_SAFE_INTEGER),
    {
      error: 'is not a whole number, or too large for one that is not in quotes',
      abort: true,
    },
  )
  .transform(BigInt)

export const connectionSettings = {
  rpcUrl: z
    .url({ protocol: /^https?$/, error: 'is not the http(s) URL of a chain' })
    .describe('JSON-RPC of the chain.'),
  chainId: z.int().positive().optional().describe('Refuse any other chain.'),
}

export const keySettings = {
  keystoreFile: z.string().optional().describe('Keystore (version 3) of the account that sends and pays.'),
  passwordFile: z
    .string()
    .optional()
    .describe('File with the keystore’s password, - for standard input; asked for without it.'),
  signerUrl: z
    .url({ protocol: /^https?$/, error: 'is not the http(s) URL of a signer' })
    .optional()
    .describe('Signer with the key (JSON-RPC; clef, web3signer), instead of a keystore.'),
  signerAddress: addressSetting.optional().describe('Account at the signer, when it has several.'),
}

/** `rpcUrl` → `--rpc-url <value>`, with the setting's description. */
export function addSettingFlags(
  command: Command,
  shape: z.core.$ZodShape,
  names: readonly string[],
): Command {
  for (const name of names) {
    const schema = shape[name]
    const description = schema instanceof z.ZodType ? (schema.description ?? '') : ''
    const initial = schema instanceof z.ZodDefault ? ` Default: ${schema.def.defaultValue}.` : ''
    command.option(`--${flagOf(name)} <value>`, `${description}${initial}`)
  }
  return command
}

function flagOf(setting: string): string {
  return setting.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}

/** Values of flags, which come as text; only `json` ones are more than that. */
export function flagValues(
  flags: Readonly<Record<string, unknown>>,
  json: readonly string[] = ['chainId'],
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(flags).map(([name, value]) => [
      name,
      typeof value === 'string' && json.includes(name) ? settingFromText(value) : value,
    ]),
  )
}

/** A word of the command line as a whole number of any size. */
export function wholeNumberArgument(text: string): bigint {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('It must be a whole number.')
  return BigInt(text)
}
