import type { Chain } from '@millrace/chain'
import { loadConfig } from '@millrace/common'
import { Command } from 'commander'
import { z } from 'zod'
import { namedAccount } from '../../desk/key.ts'
import { connectTo, deploymentSettings } from '../protocol/connection.ts'
import { addressSetting, addSettingFlags, flagValues } from '../settings.ts'
import { toJson } from '../shared.ts'

const viewSettingsSchema = z.strictObject({
  ...deploymentSettings,
  account: addressSetting.optional().describe('The account to look at.'),
  keystore: z.string().optional().describe('Keystore whose account to look at; it is not opened.'),
})

interface View {
  readonly facts: object
  readonly lines: readonly string[]
}

/** A command that shows an account as the chain knows it; no key is opened. */
export function accountViewCommand(
  name: string,
  description: string,
  look: (chain: Chain, account: `0x${string}`) => Promise<View>,
): Command {
  const command = new Command(name)
    .description(description)
    .option('--json', 'print one JSON object, amounts as decimal text')
  addSettingFlags(command, viewSettingsSchema.shape, Object.keys(viewSettingsSchema.shape))
  return command.action(async ({ json, ...flags }: { json?: true; [flag: string]: unknown }) => {
    const settings = loadConfig(viewSettingsSchema, { env: process.env, flags: flagValues(flags) })
    const from = settings.account
    const account = await namedAccount({ from, keystoreFile: settings.keystore })
    const { facts, lines } = await look(await connectTo(settings), account)
    process.stdout.write(`${json ? toJson(facts) : lines.join('\n')}\n`)
  })
}
