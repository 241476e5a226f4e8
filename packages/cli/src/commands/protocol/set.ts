import { type ParameterName, parameter, parameterCall, parameterNames } from '@millrace/chain/protocol'
import type { Command } from 'commander'
import { UnknownNameError } from '../../errors.ts'
import { parameterHelp } from '../../terminal/parameter-help.ts'
import { wholeNumberArgument } from '../settings.ts'
import { makeCall, type WriteFlags, writeCommand } from './write.ts'

/** `millrace protocol set`: another value for a parameter. */
export function setCommand(): Command {
  return writeCommand('set')
    .description('Sets a parameter of a deployment.')
    .argument('<parameter>', 'one of those below', parameterOf)
    .argument('<value>', 'a whole number in its unit', wholeNumberArgument)
    .addHelpText('after', () => `\nParameters:\n${parameterHelp(settable())}`)
    .action((name: ParameterName, value: bigint, flags: WriteFlags) =>
      makeCall(flags, ({ addresses }) => parameterCall(addresses, name, value)),
    )
}

function parameterOf(text: string): ParameterName {
  const name = parameterNames.find((one) => one === text)
  if (name === undefined) throw new UnknownNameError({ what: 'parameter', name: text, known: settable() })
  return name
}

function settable(): readonly ParameterName[] {
  return parameterNames.filter((name) => parameter(name).setter !== undefined)
}
