import { operationOf } from '@millrace/chain/operations'
import { Command } from 'commander'
import { accountFlags, accountSettingsSchema } from '../../desk/settings.ts'
import { addSettingFlags } from '../settings.ts'

/** A command that does an operation, with the flags that say whose and how. */
export function operationCommand(name: string, operation: string): Command {
  const command = new Command(name)
    .description(operationOf(operation).about)
    .option('--dry-run', 'send nothing: show what it would do and cost')
    .option('--unsigned', 'send nothing: print the calls as JSON, for a multisig or another signer')
    .option('--yes', 'agree beforehand instead of being asked')
    .option('--json', 'print JSON and nothing else on standard output')
    .option('--request-id <id>', 'what carries the id of an earlier request is not done again')
    .option('--config <file>', 'settings as JSON, with the names below in camelCase')
  return addSettingFlags(command, accountSettingsSchema.shape, accountFlags)
}
