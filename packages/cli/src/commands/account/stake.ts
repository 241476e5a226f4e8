import { parsePercent } from '@millrace/chain/operations'
import { Command } from 'commander'
import { type OperationFlags, runOperation } from '../../desk/run-operation.ts'
import { etherAmount, etherOrAll, tokenAmount, tokenOrAll, tokenText } from './amounts.ts'
import { operationCommand } from './operation-command.ts'
import { showStakeCommand } from './show-stake.ts'

/** `millrace stake`: what holders of stake and orchestrators do on chain. */
export function stakeCommands(): Command {
  const stake = new Command('stake').description(
    'Stake of an account: bond, unbond, withdraw, and what an orchestrator tells the chain. Every change is shown first.',
  )
  for (const command of [showStakeCommand(), ...bonding(), ...earnings(), ...orchestrating()])
    stake.addCommand(command)
  return stake
}

function bonding(): Command[] {
  return [
    operationCommand('bond', 'bond')
      .argument('<amount>', tokenAmount)
      .option('--to <address>', 'orchestrator; left out, the one that has the stake now')
      .action((amount: string, flags: OperationFlags & { to?: string }) =>
        runOperation(
          {
            operation: 'bond',
            parameters: (units) => ({ amountWei: tokenText(amount, units), to: flags.to }),
          },
          flags,
        ),
      ),
    operationCommand('unbond', 'unbond')
      .argument('<amount>', `${tokenAmount}, or all`)
      .action((amount: string, flags: OperationFlags) =>
        runOperation(
          { operation: 'unbond', parameters: (units) => ({ amountWei: tokenOrAll(amount, units) }) },
          flags,
        ),
      ),
    operationCommand('rebond', 'rebond')
      .argument('<lock>', 'number of the unbonding lock; millrace stake show lists them')
      .option('--to <address>', 'orchestrator, for an account that is not bonded any more')
      .action((lockId: string, flags: OperationFlags & { to?: string }) =>
        runOperation({ operation: 'rebond', parameters: () => ({ lockId, to: flags.to }) }, flags),
      ),
    operationCommand('withdraw', 'withdraw-stake')
      .argument('<lock>', 'number of the unbonding lock; millrace stake show lists them')
      .action((lockId: string, flags: OperationFlags) =>
        runOperation({ operation: 'withdraw-stake', parameters: () => ({ lockId }) }, flags),
      ),
    operationCommand('transfer', 'transfer-bond')
      .argument('<amount>', tokenAmount)
      .argument('<to>', 'account that gets the stake')
      .action((amount: string, to: string, flags: OperationFlags) =>
        runOperation(
          {
            operation: 'transfer-bond',
            parameters: (units) => ({ to, amountWei: tokenText(amount, units) }),
          },
          flags,
        ),
      ),
  ]
}

function earnings(): Command[] {
  return [
    operationCommand('claim', 'claim').action((flags: OperationFlags) =>
      runOperation({ operation: 'claim', parameters: () => ({}) }, flags),
    ),
    operationCommand('withdraw-fees', 'withdraw-fees')
      .argument('<amount>', `${etherAmount}, or all`)
      .option('--recipient <address>', 'who gets them; left out, the account itself')
      .action((amount: string, flags: OperationFlags & { recipient?: string }) =>
        runOperation(
          {
            operation: 'withdraw-fees',
            parameters: () => ({ amountWei: etherOrAll(amount), recipient: flags.recipient }),
          },
          flags,
        ),
      ),
  ]
}

function orchestrating(): Command[] {
  return [
    operationCommand('set-cuts', 'set-cuts')
      .requiredOption('--reward-cut <percent>', 'part of rewards that the orchestrator keeps, e.g. 10%')
      .requiredOption('--fee-share <percent>', 'part of fees that its delegators get, e.g. 50%')
      .action((flags: OperationFlags & { rewardCut: string; feeShare: string }) =>
        runOperation(
          {
            operation: 'set-cuts',
            parameters: () => ({
              rewardCutPpm: parsePercent(flags.rewardCut).toString(),
              feeSharePpm: parsePercent(flags.feeShare).toString(),
            }),
          },
          flags,
        ),
      ),
    operationCommand('set-service-uri', 'set-service-uri')
      .argument('<uri>', 'https://HOST:PORT')
      .action((uri: string, flags: OperationFlags) =>
        runOperation({ operation: 'set-service-uri', parameters: () => ({ uri }) }, flags),
      ),
    operationCommand('set-reward-caller', 'set-reward-caller')
      .argument('<account>', 'who may call reward, or nobody')
      .action((caller: string, flags: OperationFlags) =>
        runOperation({ operation: 'set-reward-caller', parameters: () => ({ caller }) }, flags),
      ),
    operationCommand('initialize-round', 'initialize-round').action((flags: OperationFlags) =>
      runOperation({ operation: 'initialize-round', parameters: () => ({}) }, flags),
    ),
  ]
}

/** `millrace reward`: the round's reward, once a round. */
export function rewardCommand(): Command {
  return operationCommand('reward', 'reward')
    .option('--orchestrator <address>', 'one that made the account its reward caller')
    .action((flags: OperationFlags & { orchestrator?: string }) =>
      runOperation({ operation: 'reward', parameters: () => ({ orchestrator: flags.orchestrator }) }, flags),
    )
}
