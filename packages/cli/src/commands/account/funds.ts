import { Command } from 'commander'
import { type OperationFlags, runOperation } from '../../desk/run-operation.ts'
import { etherAmount, etherText, tokenAmount, tokenOrAll } from './amounts.ts'
import { operationCommand } from './operation-command.ts'
import { showFundsCommand } from './show-funds.ts'

type ForFlags = OperationFlags & { for?: string }

/** `millrace funds`: a gateway's deposit and reserve, and plain payments. */
export function fundsCommands(): Command {
  const funds = new Command('funds').description(
    'Money of an account: a gateway’s deposit and reserve, ether and tokens. Every change is shown first.',
  )
  for (const command of [showFundsCommand(), ...funding(), ...unlocking(), ...payments()])
    funds.addCommand(command)
  return funds
}

function funding(): Command[] {
  const one = (name: 'deposit' | 'reserve') =>
    operationCommand(name, name)
      .argument('<amount>', etherAmount)
      .option('--for <address>', 'gateway that gets it; left out, the account itself')
      .action((amount: string, flags: ForFlags) =>
        runOperation(
          { operation: name, parameters: () => ({ amountWei: etherText(amount), gateway: flags.for }) },
          flags,
        ),
      )
  return [
    one('deposit'),
    one('reserve'),
    operationCommand('add', 'fund')
      .requiredOption('--deposit <amount>', etherAmount)
      .requiredOption('--reserve <amount>', etherAmount)
      .option('--for <address>', 'gateway that gets it; left out, the account itself')
      .action((flags: ForFlags & { deposit: string; reserve: string }) =>
        runOperation(
          {
            operation: 'fund',
            parameters: () => ({
              depositWei: etherText(flags.deposit),
              reserveWei: etherText(flags.reserve),
              gateway: flags.for,
            }),
          },
          flags,
        ),
      ),
  ]
}

function unlocking(): Command[] {
  const one = (name: string, operation: string) =>
    operationCommand(name, operation).action((flags: OperationFlags) =>
      runOperation({ operation, parameters: () => ({}) }, flags),
    )
  return [one('unlock', 'unlock'), one('cancel-unlock', 'cancel-unlock'), one('withdraw', 'withdraw-deposit')]
}

function payments(): Command[] {
  return [
    operationCommand('send-tokens', 'transfer-tokens')
      .argument('<amount>', `${tokenAmount}, or all`)
      .argument('<to>', 'who gets them')
      .action((amount: string, to: string, flags: OperationFlags) =>
        runOperation(
          {
            operation: 'transfer-tokens',
            parameters: (units) => ({ to, amountWei: tokenOrAll(amount, units) }),
          },
          flags,
        ),
      ),
    operationCommand('send-ether', 'transfer-ether')
      .argument('<amount>', etherAmount)
      .argument('<to>', 'who gets it')
      .action((amount: string, to: string, flags: OperationFlags) =>
        runOperation(
          { operation: 'transfer-ether', parameters: () => ({ to, amountWei: etherText(amount) }) },
          flags,
        ),
      ),
  ]
}
