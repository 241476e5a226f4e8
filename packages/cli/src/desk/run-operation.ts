import { randomUUID } from 'node:crypto'
import { type OperationPreviewJson, OperationRefusedError } from '@millrace/chain/operations'
import { loadConfig } from '@millrace/common'
import { flagValues } from '../commands/settings.ts'
import { toJson } from '../commands/shared.ts'
import { FlagsError } from '../errors.ts'
import { requireAgreement } from '../terminal/ask.ts'
import { outcomeLines, previewLines } from '../terminal/preview-lines.ts'
import { printUnsigned } from '../terminal/unsigned.ts'
import type { Desk } from './desk.ts'
import { openDirectDesk, openPreviewDesk } from './direct-desk.ts'
import { openNodeDesk } from './node-desk.ts'
import { type AccountSettings, accountFlags, accountSettingsSchema } from './settings.ts'

export interface OperationFlags {
  readonly config?: string
  readonly unsigned?: true
  readonly dryRun?: true
  readonly yes?: true
  readonly json?: true
  readonly requestId?: string
  readonly [flag: string]: unknown
}

/** What a command asks for; token amounts may be written with the deployment's own symbol. */
export interface Wanted {
  readonly operation: string
  readonly parameters: (units: { readonly symbol?: string }) => Readonly<Record<string, unknown>>
}

/** Shows an operation, asks, sends it and tells what came of it; or only shows it. */
export async function runOperation(wanted: Wanted, flags: OperationFlags): Promise<void> {
  const settings = loadAccountSettings(flags)
  const usesNode = settings.dataDir !== undefined || settings.url !== undefined
  if (!usesNode && (flags.unsigned || flags.dryRun)) return showOnly(wanted, settings, flags)
  await using desk = usesNode ? await openNodeDesk(settings) : await openDirectDesk(settings)
  const request = { ...requestOf(wanted, desk), id: flags.requestId ?? (usesNode ? randomUUID() : undefined) }
  if (flags.unsigned || flags.dryRun) return print(await desk.preview(request), flags)
  const settled = await desk.settle(request)
  if (settled?.isThisOne) return printOutcome(settled, flags)
  if (settled)
    tell(['An earlier command was cut short; what became of it:', ...outcomeLines(settled.outcome)])
  const preview = await desk.preview(request)
  tell(previewLines(preview))
  if (preview.refusal) {
    const { message: problem, retryable } = preview.refusal
    throw new OperationRefusedError({ operation: wanted.operation, problem, retryable })
  }
  await requireAgreement({ yes: flags.yes === true, question: 'Send it?' })
  printOutcome({ preview, outcome: await desk.send(request) }, flags)
}

/** Settings of a command about an account, from its flags, its file and the environment. */
export function loadAccountSettings(flags: Readonly<Record<string, unknown>>): AccountSettings {
  const own = Object.fromEntries(Object.entries(flags).filter(([name]) => accountFlags.includes(name)))
  return loadConfig(accountSettingsSchema, {
    file: typeof flags.config === 'string' ? flags.config : undefined,
    env: process.env,
    flags: flagValues(own, ['chainId', 'maxFeeGwei']),
  })
}

async function showOnly(wanted: Wanted, settings: AccountSettings, flags: OperationFlags): Promise<void> {
  const desk = await openPreviewDesk(settings)
  print(await desk.preview(requestOf(wanted, desk)), flags, desk.chain.addresses.controller)
}

function requestOf({ operation, parameters }: Wanted, { tokenSymbol }: Pick<Desk, 'tokenSymbol'>) {
  const given = parameters(tokenSymbol === undefined ? {} : { symbol: tokenSymbol })
  const entries = Object.entries(given).filter(([, value]) => value !== undefined)
  return { name: operation, parameters: Object.fromEntries(entries) }
}

/** Warnings and refusals of what is printed for others may be meant for later, so they do not stop it. */
function print(preview: OperationPreviewJson, flags: OperationFlags, controller?: string): void {
  if (flags.unsigned && flags.dryRun) throw new FlagsError('Give --unsigned or --dry-run, not both.')
  if (!flags.unsigned) {
    const text = flags.json ? toJson(preview) : [...previewLines(preview), 'Nothing was sent.'].join('\n')
    return void process.stdout.write(`${text}\n`)
  }
  const { chainId, from, warnings, refusal, calls, effect } = preview
  tell(warnings.map(({ message }) => `millrace: mind: ${message}`))
  if (refusal) tell([`millrace: as things stand, ${refusal.message}`])
  printUnsigned(
    calls.map(({ to, data = '0x', valueWei = '0', label }) => ({
      to: to as `0x${string}` | undefined,
      data: data as `0x${string}`,
      valueWei: BigInt(valueWei),
      description: label,
    })),
    { chainId, from, effect, ...(controller && { controller }) },
  )
}

function printOutcome(
  result: { readonly outcome: Parameters<typeof outcomeLines>[0]; readonly preview?: OperationPreviewJson },
  { json }: OperationFlags,
): void {
  const { outcome, preview } = result
  const text = json ? toJson({ ...(preview && { preview }), outcome }) : outcomeLines(outcome).join('\n')
  process.stdout.write(`${text}\n`)
}

/** For people; standard output is what a program may read. */
function tell(lines: readonly string[]): void {
  for (const line of lines) process.stderr.write(`${line}\n`)
}
