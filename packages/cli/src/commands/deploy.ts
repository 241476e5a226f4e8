import { accountFromKeystore, evmChain } from '@millrace/chain'
import {
  type DeployOptions,
  deployProtocol,
  fileDeploymentRecord,
  liveParameters,
} from '@millrace/chain/deploy'
import { createLogger, loadConfig } from '@millrace/common'
import { Command } from 'commander'
import { createPublicClient, createWalletClient, http } from 'viem'
import { z } from 'zod'
import { toJson } from './shared.ts'

const address = z.templateLiteral(['0x', z.string().regex(/^[0-9a-fA-F]{40}$/)])
const amount = z.union([z.string().regex(/^\d+$/), z.int().nonnegative()]).transform(BigInt)
const parameters = z.strictObject(
  Object.fromEntries(Object.entries(liveParameters).map(([name, value]) => [name, amount.default(value)])),
)

const deploySettingsSchema = z.strictObject({
  rpcUrl: z.url().describe('JSON-RPC of the chain.'),
  keystoreFile: z.string().describe('Keystore (version 3) of the account that deploys and pays.'),
  passwordFile: z.string().describe('File whose first line unlocks the keystore.'),
  recordFile: z
    .string()
    .default('deployment.json')
    .describe('What was done is kept here; a second run goes on from it.'),
  owner: address.describe('Owner of the Controller in the end: an account, a multisig, a governor.'),
  tokenName: z.string().min(1).describe('Name of the token.'),
  tokenSymbol: z.string().min(1).describe('Symbol of the token.'),
  grants: z
    .array(z.strictObject({ to: address, amount }))
    .default([])
    .describe('First tokens, in the smallest unit.'),
  multicall3: address.optional().describe('A Multicall3 that the chain already has.'),
  parameters: parameters.prefault({}).describe('Protocol parameters that differ from the live network’s.'),
})

interface DeployFlags {
  readonly config?: string
  readonly json?: true
  readonly [setting: string]: unknown
}

/** `millrace deploy`: the protocol's contracts on any EVM chain. */
export function deployCommand(): Command {
  const command = new Command('deploy')
    .description(
      'Deploys the protocol on an EVM chain. It can be run again: it goes on where it stopped, and changes nothing once done.',
    )
    .option('--config <file>', 'settings as JSON, with the names below in camelCase')
    .option('--json', 'print the addresses as one JSON object')
  for (const name of [
    'rpcUrl',
    'keystoreFile',
    'passwordFile',
    'recordFile',
    'owner',
    'tokenName',
    'tokenSymbol',
  ] as const) {
    const flag = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
    command.option(`--${flag} <value>`, deploySettingsSchema.shape[name].description ?? '')
  }
  return command.action(runDeploy)
}

async function runDeploy({ config, json, ...flags }: DeployFlags): Promise<void> {
  const settings = loadConfig(deploySettingsSchema, { file: config, env: process.env, flags })
  const { account } = await accountFromKeystore({
    file: settings.keystoreFile,
    passwordFile: settings.passwordFile,
  })
  const transport = http(settings.rpcUrl)
  const chainId = await createPublicClient({ transport }).getChainId()
  const chain = evmChain(chainId, { rpcUrl: settings.rpcUrl })
  const options: DeployOptions = {
    owner: settings.owner,
    token: { name: settings.tokenName, symbol: settings.tokenSymbol, domainVersion: '1' },
    parameters: { ...liveParameters, ...settings.parameters },
    grants: settings.grants,
    ...(settings.multicall3 ? { multicall3: settings.multicall3 } : {}),
  }
  const clients = {
    publicClient: createPublicClient({ chain, transport }),
    walletClient: createWalletClient({ account, chain, transport }),
    log: createLogger({ name: 'deploy' }),
  }
  const addresses = await deployProtocol(options, clients, fileDeploymentRecord(settings.recordFile))
  if (json) process.stdout.write(`${toJson(addresses)}\n`)
  else
    for (const [name, value] of Object.entries(addresses))
      process.stdout.write(`${name.padEnd(16)} ${value}\n`)
}
