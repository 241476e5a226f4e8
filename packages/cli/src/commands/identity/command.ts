import { knownKeys } from '@millrace/common/identity'
import { Command } from 'commander'
import { type OperationFlags, runOperation } from '../../desk/run-operation.ts'
import { FlagsError } from '../../errors.ts'
import { operationCommand } from '../account/operation-command.ts'
import { linkCommand, unlinkCommand } from './link.ts'
import { showCommand } from './show.ts'
import { signCommand } from './sign.ts'
import { verifyCommand } from './verify.ts'

/** `millrace identity`: who is behind an account. */
export function identityCommands(): Command {
  return new Command('identity')
    .description('Who is behind an account: its profile, the accounts that belong together, and proofs.')
    .addCommand(showCommand())
    .addCommand(setCommand())
    .addCommand(linkCommand())
    .addCommand(unlinkCommand())
    .addCommand(signCommand())
    .addCommand(verifyCommand())
}

function setCommand(): Command {
  const keys = Object.entries(knownKeys).map(([key, { label }]) => `  ${key.padEnd(14)}${label}`)
  return operationCommand('set', 'set-profile')
    .argument('<record...>', 'KEY=TEXT for each record; KEY= takes it away')
    .addHelpText('after', `\nKeys that pages show:\n${keys.join('\n')}`)
    .action((records: readonly string[], flags: OperationFlags) => {
      const texts = Object.fromEntries(records.map(recordOf))
      return runOperation({ operation: 'set-profile', parameters: () => ({ texts }) }, flags)
    })
}

function recordOf(word: string): [key: string, text: string] {
  const [, key, text = ''] = /^([^=]+)=([\s\S]*)$/.exec(word) ?? []
  if (key === undefined) throw new FlagsError(`“${word}” is no record: it must be KEY=TEXT.`)
  return [key, text]
}
