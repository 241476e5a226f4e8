import { createLogger } from '@millrace/common'
import type { Finding, RunningNode, Suggestion } from '@millrace/node/orchestrator/check'
import { Command, InvalidArgumentError, Option } from 'commander'
import type { Address } from 'viem'
import { CheckFailedError, FlagsError } from '../errors.ts'
import { checkReport } from '../terminal/check-report.ts'
import { addressSetting } from './settings.ts'
import { toJson } from './shared.ts'

interface CheckFlags {
  readonly dataDir: string
  readonly serviceUri?: string
  readonly address?: Address
  readonly probeToken?: string
  readonly rpcUrl?: string
  readonly bandwidth: boolean
  readonly benchmark: boolean
  readonly capacityShare: number
  readonly costPerHour?: number
  readonly utilisation: number
  readonly json?: true
}

/** What the checks brought. */
export interface CheckReport {
  readonly findings: readonly Finding[]
  readonly suggestion: Suggestion | undefined
}

/** `millrace check orchestrator`: whether gateways reach a node, and what its machine can do. */
export function checkCommand(): Command {
  const orchestrator = new Command('orchestrator')
    .description(
      'Goes to an orchestrator as a gateway would, compares the clock, measures line and machine, and says what to do.',
    )
    .option('--data-dir <folder>', 'Of the node that runs on this machine.', './orchestrator-data')
    .option('--service-uri <uri>', 'Checks the node there instead, as from another machine.')
    .addOption(
      new Option('--address <address>', 'Key that the node there should hold.').argParser((text) => {
        const { data, error } = addressSetting.safeParse(text)
        if (data === undefined) throw new InvalidArgumentError(`It ${error?.issues[0]?.message}.`)
        return data
      }),
    )
    .option(
      '--probe-token <token>',
      'Made by check probe-token on that machine; the line is measured with it.',
    )
    .option('--rpc-url <url>', 'Chain whose clock is compared with this machine’s.')
    .option('--no-bandwidth', 'Sends no megabytes to the node and back.')
    .option('--no-benchmark', 'Does not transcode; it takes the whole machine for some seconds.')
    .option('--capacity-share <part>', 'Part of the measured capacity to promise.', part, 0.8)
    .option(
      '--cost-per-hour <usd>',
      'What the machine costs in an hour, for a price to be suggested.',
      dollars,
    )
    .option('--utilisation <part>', 'Part of the promised capacity that is paid for.', part, 0.5)
    .option('--json', 'Prints one JSON object.')
    .action(async (flags: CheckFlags) => {
      const report = await check(flags)
      process.stdout.write(flags.json ? `${toJson(report, { indent: 2 })}\n` : checkReport(report))
      const problems = report.findings.filter(({ state }) => state === 'problem').length
      if (problems > 0) throw new CheckFailedError({ problems })
    })
  return new Command('check')
    .description('Looks whether a node is well set up.')
    .addCommand(orchestrator)
    .addCommand(probeTokenCommand())
}

/** `millrace check probe-token`: lets another machine measure the line to an orchestrator of this one. */
function probeTokenCommand(): Command {
  return new Command('probe-token')
    .description(
      'Prints a token with which another machine can measure the line to this one for ten minutes.',
    )
    .option('--data-dir <folder>', 'Of the orchestrator on this machine.', './orchestrator-data')
    .action(async ({ dataDir }: { dataDir: string }) => {
      const { createProbeToken } = await import('@millrace/node/orchestrator/check')
      const token = await createProbeToken(dataDir)
      if (token === undefined) throw new FlagsError(`No orchestrator has started in ${dataDir}.`)
      process.stdout.write(`${token}\n`)
    })
}

async function check(flags: CheckFlags): Promise<CheckReport> {
  const { benchmark, checkBandwidth, checkClock, checkReach, createProbeToken, findRunningNode } =
    await import('@millrace/node/orchestrator/check')
  const isElsewhere = flags.serviceUri !== undefined
  const node = isElsewhere ? undefined : await findRunningNode(flags.dataDir)
  const findings: Finding[] = []
  const serviceUri = flags.serviceUri ?? node?.serviceUri
  if (serviceUri === undefined) findings.push(notRunning(flags.dataDir))
  else {
    findings.push(...(await checkReach(reachOf(serviceUri, flags, node))))
    const isReached = findings.some(({ subject, state }) => subject === 'reach' && state === 'good')
    if (isReached && flags.bandwidth) {
      const token = flags.probeToken ?? (node && (await createProbeToken(flags.dataDir)))
      findings.push(await checkBandwidth(serviceUri, token))
    }
  }
  if (flags.rpcUrl !== undefined) findings.push(await checkClock(flags.rpcUrl))
  // Another machine's speed says nothing about this one's.
  if (!flags.benchmark || isElsewhere) return { findings, suggestion: undefined }
  const log = createLogger({ name: 'check', level: 'silent' })
  const { capacityShare: share, costPerHour: costPerHourUsd, utilisation } = flags
  const measured = await benchmark({ share, costPerHourUsd, utilisation }, { log })
  return { findings: [...findings, measured.finding], suggestion: measured.suggestion }
}

function reachOf(serviceUri: string, { address }: CheckFlags, node: RunningNode | undefined) {
  return {
    serviceUri,
    address: address ?? node?.address,
    fingerprint: node?.certificateFingerprint,
  }
}

function notRunning(dataDir: string): Finding {
  return {
    subject: 'reach',
    state: 'problem',
    text: `no orchestrator works in ${dataDir}`,
    advice: 'Start it, name its --data-dir, or give the --service-uri of one elsewhere.',
  }
}

function part(text: string): number {
  const value = Number(text)
  if (!(value > 0 && value <= 1)) throw new InvalidArgumentError('It must be above 0, and 1 at the most.')
  return value
}

function dollars(text: string): number {
  const value = Number(text)
  if (!(value >= 0 && value < 1e6)) throw new InvalidArgumentError('It must be dollars.')
  return value
}
