import { readFileSync } from 'node:fs'
import { type GovernorUpdate, governorOf, type UpdateAction, updateCall } from '@millrace/chain/protocol'
import type { Command } from 'commander'
import { isHex } from 'viem'
import { z } from 'zod'
import { CallsFileError } from '../../errors.ts'
import { addressSetting, wholeNumberArgument, wholeNumberSetting } from '../settings.ts'
import { makeCall, type WriteFlags, writeCommand } from './write.ts'

interface UpdateFlags extends WriteFlags {
  readonly nonce?: bigint
  readonly delay?: bigint
}

/** What --unsigned prints. */
const callsSchema = z.object({
  transactions: z
    .array(
      z.object({
        to: addressSetting,
        value: wholeNumberSetting,
        data: z.custom<`0x${string}`>((text) => isHex(text), 'is not hexadecimal data'),
      }),
    )
    .min(1),
})

const descriptions: Readonly<Record<UpdateAction['name'], string>> = {
  stage: 'Announces calls that the Governor will make, after a delay.',
  execute: 'Has the Governor make calls whose delay is over. Anybody may.',
  cancel: 'Takes announced calls back.',
}

/** `millrace protocol stage`, `execute` and `cancel`, for a Controller that a Governor owns. */
export function updateCommands(): Command[] {
  return (Object.keys(descriptions) as UpdateAction['name'][]).map((name) => {
    const command = writeCommand(name)
      .description(descriptions[name])
      .argument('<file>', 'calls, as --unsigned prints them')
      .option(
        '--nonce <n>',
        'tells two updates with the same calls apart; 0 if left out',
        wholeNumberArgument,
      )
    if (name === 'stage')
      command.requiredOption('--delay <blocks>', 'blocks until the calls may be made', wholeNumberArgument)
    return command.action((file: string, flags: UpdateFlags) =>
      makeCall(flags, async (chain) => {
        const governor = await governorOf(chain)
        const update = readUpdate(file, flags.nonce ?? 0n)
        const action = name === 'stage' ? { name, delayBlocks: flags.delay ?? 0n } : { name }
        return updateCall({ ...chain.addresses, governor }, { governor, update, action })
      }),
    )
  })
}

function readUpdate(file: string, nonce: bigint): GovernorUpdate {
  try {
    const { transactions } = callsSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
    return { calls: transactions.map(({ to, value, data }) => ({ to, valueWei: value, data })), nonce }
  } catch (cause) {
    throw new CallsFileError({ file, cause })
  }
}
