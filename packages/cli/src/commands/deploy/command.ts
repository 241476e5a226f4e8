import { mkdir } from 'node:fs/promises'
import { connectRpc, evmChain, type Rpc } from '@millrace/chain'
import { deployProtocol, fileDeploymentRecord, writeDeployment } from '@millrace/chain/deploy'
import { parameterNames } from '@millrace/chain/protocol'
import { createLogger, loadConfig } from '@millrace/common'
import { Command } from 'commander'
import { createPublicClient, createWalletClient } from 'viem'
import { KeystoreMissingError } from '../../errors.ts'
import { parameterHelp } from '../../terminal/parameter-help.ts'
import { addSettingFlags, flagValues } from '../settings.ts'
import { toJson } from '../shared.ts'
import { rehearse } from './rehearse.ts'
import {
  type DeploySettings,
  deployOptionsOf,
  deploySettingsSchema,
  recordFileOf,
  unlock,
} from './settings.ts'

interface DeployFlags {
  readonly config?: string
  readonly json?: true
  readonly dryRun?: true
  readonly unsigned?: true
  readonly [setting: string]: unknown
}

/** Settings with a flag; the others are lists and tables, for the file. */
const flagged = [
  ...[
    'rpcUrl',
    'chainId',
    'keystoreFile',
    'passwordFile',
    'signerUrl',
    'signerAddress',
    'from',
    'out',
    'owner',
  ],
  ...['tokenName', 'tokenSymbol', 'guardian', 'multicall3', 'gitCommit'],
]

/** `millrace deploy`: the protocol's contracts on any EVM chain. */
export function deployCommand(): Command {
  const command = new Command('deploy')
    .description(
      'Deploys the protocol on an EVM chain. It can be run again: it goes on where it stopped, and changes nothing once done.',
    )
    .option('--config <file>', 'settings as JSON, with the names below in camelCase')
    .option('--dry-run', 'send nothing: print every transaction, its gas and what all costs')
    .option('--unsigned', 'send nothing: print every transaction as JSON, for another signer')
    .option('--json', 'print one JSON object and nothing else on standard output')
  return addSettingFlags(command, deploySettingsSchema.shape, flagged)
    .addHelpText(
      'after',
      () =>
        `\nIn the file only:\n${fileOnlyHelp()}\n  In parameters, live values if left out:\n${parameterHelp(parameterNames)}`,
    )
    .action(runDeploy)
}

function fileOnlyHelp(): string {
  return Object.entries(deploySettingsSchema.shape)
    .filter(([name]) => !flagged.includes(name))
    .map(([name, schema]) => `  ${name.padEnd(13)}${schema.description ?? ''}\n`)
    .join('')
}

async function runDeploy({ config, json, dryRun, unsigned, ...flags }: DeployFlags): Promise<void> {
  const settings = loadConfig(deploySettingsSchema, {
    file: config,
    env: process.env,
    flags: flagValues(flags),
  })
  const rpc = await connectRpc({ rpcUrls: [settings.rpcUrl], chainId: settings.chainId })
  if (dryRun || unsigned) return rehearse(settings, rpc, unsigned ? 'unsigned' : json ? 'json' : 'text')
  await deploy(settings, rpc, { json })
}

async function deploy(
  settings: DeploySettings,
  rpc: Rpc,
  { json }: { json: true | undefined },
): Promise<void> {
  const account = await unlock(settings)
  if (account === undefined) throw new KeystoreMissingError({ instead: '--dry-run or --unsigned' })
  const { transport, chainId } = rpc
  const chain = evmChain(chainId, { rpcUrl: settings.rpcUrl })
  let mined = 0
  await mkdir(settings.out, { recursive: true })
  const addresses = await deployProtocol(
    deployOptionsOf(settings),
    {
      publicClient: createPublicClient({ chain, transport, cacheTime: 0 }),
      walletClient: createWalletClient({ account, chain, transport }),
      log: createLogger({ name: 'deploy', level: 'warn' }),
      onTransaction: ({ step, gasUsed }) =>
        void process.stderr.write(`millrace: ${String(++mined).padStart(3)}  ${step}, ${gasUsed} gas\n`),
    },
    fileDeploymentRecord(recordFileOf(settings)),
  )
  await writeDeployment(settings.out, { chainId, addresses })
  process.stderr.write(
    mined === 0
      ? `millrace: the deployment was complete already; addresses and ABIs are in ${settings.out}\n`
      : `millrace: ${mined} transactions; addresses and ABIs are in ${settings.out}\n`,
  )
  if (json) process.stdout.write(`${toJson(addresses)}\n`)
  else
    for (const [name, value] of Object.entries(addresses))
      process.stdout.write(`${name.padEnd(18)} ${value}\n`)
}
