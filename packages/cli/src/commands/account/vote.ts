import { Command } from 'commander'
import { type OperationFlags, runOperation } from '../../desk/run-operation.ts'
import { operationCommand } from './operation-command.ts'

/** `millrace vote`: votes of stake. */
export function voteCommands(): Command {
  const vote = new Command('vote').description(
    'Votes on the protocol and on its treasury, with bonded stake.',
  )
  vote.addCommand(
    operationCommand('poll', 'vote-poll')
      .argument('<poll>', 'address of the poll')
      .argument('<choice>', 'yes or no')
      .action((poll: string, choice: string, flags: OperationFlags) =>
        runOperation({ operation: 'vote-poll', parameters: () => ({ poll, choice }) }, flags),
      ),
  )
  vote.addCommand(
    operationCommand('treasury', 'vote-treasury')
      .argument('<proposal>', 'number of the proposal')
      .argument('<support>', 'for, against or abstain')
      .option('--reason <text>', 'published with the vote')
      .action((proposalId: string, support: string, flags: OperationFlags & { reason?: string }) =>
        runOperation(
          { operation: 'vote-treasury', parameters: () => ({ proposalId, support, reason: flags.reason }) },
          flags,
        ),
      ),
  )
  return vote
}
