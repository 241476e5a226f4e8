import { readProfile } from '@millrace/chain'
import { loadConfig } from '@millrace/common'
import { proofLine } from '@millrace/common/identity'
import { Command } from 'commander'
import { z } from 'zod'
import { NotProvenError } from '../../errors.ts'
import { printable } from '../../terminal/printable.ts'
import { connectTo, deploymentSettings } from '../protocol/connection.ts'
import { addressSetting, addSettingFlags, flagValues } from '../settings.ts'
import { toJson } from '../shared.ts'
import { proofSources } from './proof-sources.ts'
import { lookForProofs, type ProofResult } from './proofs.ts'

const settingsSchema = z.strictObject({
  ...deploymentSettings,
  account: addressSetting.describe('The account whose proofs to look for.'),
  dnsServer: z
    .string()
    .regex(/^[^\s]+$/)
    .optional()
    .describe('DNS server to ask, as ADDRESS:PORT; by default the machine’s own.'),
  githubUrl: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('Mirror of raw.githubusercontent.com to ask instead.'),
})

/** `millrace identity verify`: anyone can look whether others say that an account is theirs. */
export function verifyCommand(): Command {
  const command = new Command('verify')
    .description('Looks whether a domain and a GitHub account say what an account’s profile says of them.')
    .option('--json', 'print JSON')
  addSettingFlags(command, settingsSchema.shape, Object.keys(settingsSchema.shape))
  return command.action(async ({ json, ...flags }: { json?: true; [flag: string]: unknown }) => {
    const settings = loadConfig(settingsSchema, { env: process.env, flags: flagValues(flags) })
    const { account } = settings
    const { texts } = await readProfile(await connectTo(settings), account)
    const proofs = await lookForProofs({ account, texts }, proofSources(settings))
    process.stdout.write(json ? `${toJson({ account, proofs })}\n` : textOf(account, proofs))
    const proven = proofs.filter(({ isProven }) => isProven).length
    if (proven === 0 || proven < proofs.length) {
      throw new NotProvenError({ account, proven, claimed: proofs.length })
    }
  })
}

function textOf(account: string, proofs: readonly ProofResult[]): string {
  const lines = proofs.map(
    ({ kind, where, isProven, problem = '' }) =>
      `  ${isProven ? '✓' : '✗'} ${kind.padEnd(7)} ${where}${isProven ? '' : `: ${printable(problem)}`}`,
  )
  const hint = lines.length > 0 ? [] : ['  claims nothing: set url or com.github, and publish the line below']
  return `${[account, ...lines, ...hint, `  A proof is the line ${proofLine(account)}`].join('\n')}\n`
}
