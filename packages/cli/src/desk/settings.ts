import { homedir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { deploymentSettings } from '../commands/protocol/connection.ts'
import { addressSetting, keySettings } from '../commands/settings.ts'

/** What a command about an account can be told: whose key, which chain, or which running node. */
export const accountSettingsSchema = z.strictObject({
  ...deploymentSettings,
  ...keySettings,
  from: addressSetting
    .optional()
    .describe('Account that would send, for --unsigned and --dry-run without its key.'),
  maxFeeGwei: z
    .number()
    .positive()
    .optional()
    .describe('Send nothing while gas costs more than so many gwei.'),
  stateDir: z
    .string()
    .default(() => join(homedir(), '.millrace', 'transactions'))
    .describe('Folder for records of transactions, by which none is made twice.'),
  dataDir: z.string().optional().describe('Data folder of a running node that is to do it with its own key.'),
  url: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('Operator API of a running node, instead of its data folder.'),
  tokenFile: z
    .string()
    .optional()
    .describe('File with a token for it; by default the one in the data folder.'),
})

export type AccountSettings = z.output<typeof accountSettingsSchema>

/** Settings with a flag, in the order of the help. */
export const accountFlags = Object.keys(accountSettingsSchema.shape)
