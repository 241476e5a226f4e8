import {
  type CodeMatch,
  type CodeReport,
  type ContractReport,
  type ProtocolReport,
  parameter,
  parameterNames,
} from '@millrace/chain/protocol'
import { formatEther } from '@millrace/common'
import { zeroAddress } from 'viem'
import { formatQuantity, notThere } from './quantity.ts'
import { tableLines } from './table.ts'

const matches: Readonly<Record<CodeMatch, string>> = {
  same: 'this build',
  'same but for values': 'this build, with values of its own',
  other: 'other code',
  none: 'NO CODE',
}

const l1BlockSeconds = 12n

/** A deployment as lines of text. */
export function reportLines(
  report: ProtocolReport,
  { blockNumbers }: { blockNumbers: 'own' | 'l1-header' },
): string[] {
  const controller = report.contracts.find(({ name }) => name === 'controller')
  return [
    `Deployment of Controller ${controller?.address ?? notThere} on chain ${report.chainId}`,
    '',
    ...factLines('control', controlFacts(report)),
    ...factLines('round', roundFacts(report, blockNumbers)),
    ...factLines('stake', stakeFacts(report)),
    ...parameterTable(report),
    '',
    ...contractTable(report),
  ]
}

type Facts = readonly (readonly [string, string])[]

function factLines(title: string, facts: Facts): string[] {
  return [title, ...facts.map(([name, value]) => `  ${name.padEnd(26)}${value}`), '']
}

function controlFacts({ control }: ProtocolReport): Facts {
  const { owner, ownerIsContract, governorOwner, guardian, paused, exitsPaused } = control
  const kind = governorOwner ? 'a Governor' : ownerIsContract ? 'a contract' : 'an account'
  return [
    ['owner', owner === undefined ? notThere : `${owner} (${kind})`],
    ...(governorOwner ? [['owner of the Governor', governorOwner] as const] : []),
    ['guardian', guardian === zeroAddress ? 'nobody' : (guardian ?? notThere)],
    ['paused', yesNo(paused)],
    ['exits paused', yesNo(exitsPaused)],
  ]
}

function roundFacts({ round }: ProtocolReport, blockNumbers: 'own' | 'l1-header'): Facts {
  const { number, startBlock, lengthBlocks, block, isInitialized, isLocked, lastInitialized } = round
  const blocks = blockNumbers === 'own' ? 'block' : 'L1 block'
  const facts: [string, string][] = [
    ['number', text(number)],
    ['initialised', `${yesNo(isInitialized)} (last: ${text(lastInitialized)})`],
    ['locked', yesNo(isLocked)],
  ]
  if (startBlock === undefined || lengthBlocks === undefined || block === undefined) return facts
  const left = startBlock + lengthBlocks - block
  const about = blockNumbers === 'own' ? '' : `, about ${duration(left * l1BlockSeconds)}`
  return [
    ...facts,
    ['blocks into it', `${block - startBlock} of ${lengthBlocks} (${blocks} ${block})`],
    ['ends with', `${blocks} ${startBlock + lengthBlocks - 1n}; ${left} left${about}`],
  ]
}

function stakeFacts({ stake, parameters }: ProtocolReport): Facts {
  const symbol = stake.tokenSymbol ?? 'tokens'
  const amount = (value: bigint | undefined) =>
    value === undefined ? notThere : `${formatEther(value)} ${symbol}`
  return [
    ['active', amount(stake.totalActive)],
    ['active next round', amount(stake.totalActiveNextRound)],
    ['orchestrators in pool', `${text(stake.poolSize)} of ${text(parameters.numActiveOrchestrators)}`],
    ['supply', amount(stake.supply)],
    ['inflation', formatQuantity(parameters.inflationPpb, 'ppb')],
    ['mintable this round', amount(stake.mintableThisRound)],
    ['treasury holds', amount(stake.treasuryBalance)],
    ['treasury gets of rewards', formatQuantity(stake.treasuryRewardCutRateInForce, 'parts of 10^27')],
  ]
}

function parameterTable({ parameters }: ProtocolReport): string[] {
  return tableLines({
    columns: [
      { title: 'parameter', align: 'left' },
      { title: 'value', align: 'left' },
      { title: 'set by', align: 'left' },
    ],
    rows: parameterNames.map((name) => {
      const { unit, setBy } = parameter(name)
      return [name, formatQuantity(parameters[name], unit), setBy === 'nobody' ? '–' : `the ${setBy}`]
    }),
  })
}

function contractTable({ contracts }: ProtocolReport): string[] {
  const row = (name: string, { address, codeHash, match }: CodeReport) => [
    name,
    address,
    codeHash ?? '–',
    matches[match],
  ]
  return tableLines({
    columns: [
      { title: 'contract', align: 'left' },
      { title: 'address', align: 'left' },
      { title: 'hash of its code', align: 'left' },
      { title: 'whose code', align: 'left' },
    ],
    rows: contracts.flatMap((contract: ContractReport) => [
      row(contract.name, contract),
      ...(contract.target ? [row('  its target', contract.target)] : []),
    ]),
  })
}

function yesNo(value: boolean | undefined): string {
  return value === undefined ? notThere : value ? 'yes' : 'no'
}

function text(value: bigint | undefined): string {
  return value === undefined ? notThere : String(value)
}

function duration(seconds: bigint): string {
  return seconds < 7200n ? `${seconds / 60n} minutes` : `${seconds / 3600n} hours`
}
