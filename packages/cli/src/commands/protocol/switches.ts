import { type ProtocolSwitch, switchCall } from '@millrace/chain/protocol'
import type { Command } from 'commander'
import { makeCall, type WriteFlags, writeCommand } from './write.ts'

const descriptions: Readonly<Record<ProtocolSwitch, string>> = {
  pause: 'Stops everything that enters, earns or redeems. Stake and funds can still be taken out.',
  unpause: 'Lets the protocol run, exits included.',
  'pause-exits': 'Stops taking out stake and funds as well; only while paused.',
  'unpause-exits': 'Lets stake and funds be taken out again.',
}

/** `millrace protocol pause` and its kin. */
export function switchCommands(): Command[] {
  return (Object.keys(descriptions) as ProtocolSwitch[]).map((name) =>
    writeCommand(name)
      .description(descriptions[name])
      .action((flags: WriteFlags) => makeCall(flags, (chain) => switchCall(chain, name))),
  )
}
