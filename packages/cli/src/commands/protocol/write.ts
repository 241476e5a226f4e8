import { type Chain, TxSender } from '@millrace/chain'
import { type AdminCall, refusalOf, requireAllowed } from '@millrace/chain/protocol'
import { createLogger } from '@millrace/common'
import type { Command } from 'commander'
import type { Hex } from 'viem'
import { openKey } from '../../desk/key.ts'
import { printUnsigned } from '../../terminal/unsigned.ts'
import { toJson } from '../shared.ts'
import { connectTo, loadProtocolSettings, type ProtocolSettings, protocolCommand } from './connection.ts'

export interface WriteFlags {
  readonly unsigned?: true
  readonly json?: true | undefined
  readonly [flag: string]: unknown
}

/** A command that changes a deployment. */
export function writeCommand(name: string): Command {
  return protocolCommand(name, { writes: true })
    .option('--unsigned', 'send nothing: print the calls as JSON, for a multisig or a governor to make')
    .option('--json', 'print what was done as JSON')
}

/** Prints a call, or sends it and waits until it is mined. */
export async function makeCall(
  flags: WriteFlags,
  prepare: (chain: Chain) => Promise<AdminCall> | AdminCall,
): Promise<void> {
  const settings = loadProtocolSettings(flags)
  const chain = await connectTo(settings)
  const call = await prepare(chain)
  if (flags.unsigned) {
    await warnOfRefusal(chain, call)
    return printCalls(chain, [call])
  }
  await using sender = await openSender(settings, chain)
  await sendCall(chain, sender, call, flags)
}

/** A call may be meant for later, after others, so that this is no reason not to print it. */
async function warnOfRefusal(chain: Chain, call: AdminCall): Promise<void> {
  const refusal = await refusalOf(chain, call)
  if (refusal) process.stderr.write(`millrace: as things stand, ${refusal.message}\n`)
}

export function printCalls(
  { chainId, addresses }: Chain,
  calls: readonly Pick<AdminCall, 'to' | 'data' | 'call'>[],
): void {
  const list = calls.map(({ to, data, call }) => ({ to, data, description: call }))
  printUnsigned(list, { chainId, controller: addresses.controller })
}

/** Unlocks the key of the settings. @throws {KeystoreMissingError} when they name none */
export async function openSender(settings: ProtocolSettings, { client }: Chain): Promise<TxSender> {
  const { account } = await openKey(settings, '--unsigned')
  const log = createLogger({ name: 'protocol', level: 'warn' })
  return new TxSender({}, { client, account, log })
}

/** Sends a call after asking whether its sender may make it. */
export async function sendCall(
  chain: Chain,
  sender: TxSender,
  call: AdminCall,
  flags: Pick<WriteFlags, 'json'>,
): Promise<void> {
  await requireAllowed(chain, call, sender.address)
  const { transactionHash, gasUsed } = await sender.send({ label: call.change, to: call.to, data: call.data })
  printMined({ call: call.call, transactionHash, gasUsed }, flags)
}

export function printMined(
  facts: { readonly call: string; readonly transactionHash: Hex; readonly gasUsed: bigint },
  { json }: Pick<WriteFlags, 'json'>,
): void {
  const { call, transactionHash, gasUsed } = facts
  const text = json ? toJson(facts) : `${call}\n  mined in ${transactionHash}, ${gasUsed} gas`
  process.stdout.write(`${text}\n`)
}
