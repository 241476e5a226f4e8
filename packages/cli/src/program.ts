import { Command } from 'commander'
import { fundsCommands } from './commands/account/funds.ts'
import { rewardCommand, stakeCommands } from './commands/account/stake.ts'
import { voteCommands } from './commands/account/vote.ts'
import { authorizeCommand } from './commands/authorize.ts'
import { backupCommand, restoreCommand } from './commands/backup.ts'
import { checkCommand } from './commands/check.ts'
import { demoCommand } from './commands/demo.ts'
import { deployCommand } from './commands/deploy/command.ts'
import { identityCommands } from './commands/identity/command.ts'
import { initCommand } from './commands/init.ts'
import { keysCommand } from './commands/keys.ts'
import { drainCommand } from './commands/operator/drain.ts'
import { forgiveCommand } from './commands/operator/forgive.ts'
import { priceCommand } from './commands/operator/price.ts'
import { sessionsCommand } from './commands/operator/sessions.ts'
import { statusCommand } from './commands/operator/status.ts'
import { streamsCommand } from './commands/operator/streams.ts'
import { ticketsCommand } from './commands/operator/tickets.ts'
import { tokenCommand } from './commands/operator/token.ts'
import { protocolCommands } from './commands/protocol/command.ts'
import { roleCommand } from './commands/role.ts'
import { pagesDir } from './commands/shared.ts'
import { startCommand } from './commands/start.ts'
import { traceCommand } from './commands/trace.ts'
import { verifyEvidenceCommand } from './commands/verify-evidence.ts'
import { walletCommands } from './commands/wallet/command.ts'

/** All commands. */
export function createProgram(): Command {
  return new Command('millrace')
    .description('An open network for live video: gateways, orchestrators and the chain that pays them.')
    .exitOverride()
    .showHelpAfterError()
    .addCommand(initCommand())
    .addCommand(startCommand())
    .addCommand(demoCommand())
    .addCommand(roleCommand('gateway', 'Runs a gateway: streams in, renditions out.'))
    .addCommand(roleCommand('orchestrator', 'Runs an orchestrator: transcodes segments for tickets.'))
    .addCommand(
      roleCommand('transcoder', 'Runs a transcoder: does the work of an orchestrator on another machine.'),
    )
    .addCommand(roleCommand('redeemer', 'Runs a redeemer: redeems the tickets of several orchestrators.'))
    .addCommand(roleCommand('tester', 'Runs a tester: measures orchestrators with test streams.'))
    .addCommand(roleCommand('indexer', 'Runs an indexer: the chain in a database, served over HTTP.'))
    .addCommand(
      roleCommand('indexer', 'Runs an indexer that serves the explorer’s pages as well.', {
        name: 'explorer',
        firstFlags: ['--pages-dir', pagesDir],
      }),
    )
    .addCommand(statusCommand())
    .addCommand(sessionsCommand())
    .addCommand(ticketsCommand())
    .addCommand(priceCommand())
    .addCommand(streamsCommand())
    .addCommand(drainCommand())
    .addCommand(forgiveCommand())
    .addCommand(traceCommand())
    .addCommand(verifyEvidenceCommand())
    .addCommand(tokenCommand())
    .addCommand(keysCommand())
    .addCommand(walletCommands())
    .addCommand(stakeCommands())
    .addCommand(rewardCommand())
    .addCommand(fundsCommands())
    .addCommand(voteCommands())
    .addCommand(identityCommands())
    .addCommand(authorizeCommand())
    .addCommand(checkCommand())
    .addCommand(backupCommand())
    .addCommand(restoreCommand())
    .addCommand(deployCommand())
    .addCommand(protocolCommands())
}
