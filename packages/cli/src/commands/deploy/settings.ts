import { join } from 'node:path'
import { type DeployOptions, liveParameters } from '@millrace/chain/deploy'
import { type ParameterName, parameter, parameterNames } from '@millrace/chain/protocol'
import type { LocalAccount } from 'viem'
import { z } from 'zod'
import { openKey } from '../../desk/key.ts'
import { addressSetting, connectionSettings, keySettings, wholeNumberSetting } from '../settings.ts'

const parametersSchema = z.strictObject(
  Object.fromEntries(parameterNames.map((name) => [name, parameterSetting(name)])) as Record<
    ParameterName,
    ReturnType<typeof parameterSetting>
  >,
)

function parameterSetting(name: ParameterName) {
  const { min, max, unit, about } = parameter(name)
  return wholeNumberSetting
    .refine((value) => value >= min && value <= max, `is not between ${min} and ${max} ${unit}`)
    .default(liveParameters[name])
    .describe(about)
}

/** What `millrace deploy` can be told. */
export const deploySettingsSchema = z.strictObject({
  ...connectionSettings,
  ...keySettings,
  from: addressSetting
    .optional()
    .describe('Account that would send, for --dry-run and --unsigned without a keystore.'),
  out: z
    .string()
    .default('deployment')
    .describe('Folder for the addresses, the ABIs and the record from which a second run goes on.'),
  owner: addressSetting.describe('Who has the last word in the end: an account or, better, a multisig.'),
  tokenName: z.string().min(1).describe('Name of the token.'),
  tokenSymbol: z.string().min(1).describe('Symbol of the token.'),
  grants: z
    .array(z.strictObject({ to: addressSetting, amount: wholeNumberSetting }))
    .default([])
    .describe('First tokens, in the smallest unit.'),
  hasGovernor: z
    .boolean()
    .default(false)
    .describe('Put a Governor, which only makes staged updates, between Controller and owner.'),
  guardian: addressSetting.optional().describe('Who may pause beside the owner.'),
  faucet: z
    .strictObject({
      requestAmount: wholeNumberSetting.describe('Tokens a request, in the smallest unit.'),
      requestWaitHours: wholeNumberSetting.describe('Hours until an account may ask again.'),
      tokens: wholeNumberSetting.describe('Tokens it begins with, in the smallest unit.'),
    })
    .optional()
    .describe('Gives tokens to anybody who asks, on a test network.'),
  multicall3: addressSetting.optional().describe('A Multicall3 that the chain already has.'),
  gitCommit: z
    .string()
    .regex(/^0x[0-9a-fA-F]{40}$/, 'is not a commit: 0x and 40 hexadecimal digits')
    .transform((text): `0x${string}` => text as `0x${string}`)
    .optional()
    .describe('Commit that the contracts were built from, kept by the Controller.'),
  parameters: parametersSchema
    .prefault({})
    .describe('Protocol parameters that differ from the live network’s.'),
})

export type DeploySettings = z.output<typeof deploySettingsSchema>

export function deployOptionsOf(settings: DeploySettings): DeployOptions {
  const { owner, tokenName, tokenSymbol, parameters, grants, hasGovernor } = settings
  const { multicall3, gitCommit, guardian, faucet } = settings
  return {
    owner,
    token: { name: tokenName, symbol: tokenSymbol, domainVersion: '1' },
    parameters,
    grants,
    hasGovernor,
    ...(guardian && { guardian }),
    ...(faucet && { faucet }),
    ...(multicall3 && { multicall3 }),
    ...(gitCommit && { gitCommit }),
  }
}

/** @returns the account of the key, or undefined when settings name none */
export async function unlock(settings: DeploySettings): Promise<LocalAccount | undefined> {
  const { keystoreFile, signerUrl } = settings
  if (keystoreFile === undefined && signerUrl === undefined) return undefined
  // With --dry-run another account may be meant than the key's.
  return (await openKey({ ...settings, from: undefined }, '--dry-run or --unsigned')).account
}

export function recordFileOf({ out }: DeploySettings): string {
  return join(out, 'record.json')
}
