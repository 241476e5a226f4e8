import { Command } from 'commander'
import { setCommand } from './set.ts'
import { showCommand } from './show.ts'
import { switchCommands } from './switches.ts'
import { updateCommands } from './updates.ts'
import { upgradeCommand } from './upgrade.ts'

/** `millrace protocol`: looks at a deployment and changes it. */
export function protocolCommands(): Command {
  const command = new Command('protocol').description(
    'Shows a deployment of the protocol, and administers it. Every change can be printed for a multisig instead of sent.',
  )
  for (const one of [showCommand(), setCommand(), upgradeCommand(), ...switchCommands(), ...updateCommands()])
    command.addCommand(one)
  return command
}
