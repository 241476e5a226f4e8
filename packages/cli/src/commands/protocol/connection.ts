import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Chain, connectChain } from '@millrace/chain'
import { createLogger, loadConfig } from '@millrace/common'
import { Command } from 'commander'
import { z } from 'zod'
import { DeploymentFileError } from '../../errors.ts'
import { addressSetting, addSettingFlags, connectionSettings, flagValues, keySettings } from '../settings.ts'

/** Public deployments, and where to ask for them. */
const networks = {
  'arbitrum-one': { chainId: 42161, rpcUrl: 'https://arb1.arbitrum.io/rpc' },
} as const

const networkNames = Object.keys(networks) as (keyof typeof networks)[]

/** Which deployment on which chain. */
export const deploymentSettings = {
  ...connectionSettings,
  rpcUrl: connectionSettings.rpcUrl
    .optional()
    .describe('JSON-RPC of the chain; a network has a public one of its own.'),
  controller: addressSetting.optional().describe('Controller of the deployment.'),
  network: z
    .enum(networkNames, `is not one of: ${networkNames.join(', ')}`)
    .optional()
    .describe(`A public deployment instead of a Controller: ${networkNames.join(', ')}.`),
  deployment: z.string().optional().describe('Folder that millrace deploy wrote, instead of a Controller.'),
}

const protocolSettingsSchema = z.strictObject({ ...deploymentSettings, ...keySettings })

export type ProtocolSettings = z.output<typeof protocolSettingsSchema>
type DeploymentSettings = Omit<ProtocolSettings, keyof typeof keySettings>

const deploymentSchema = z.object({
  chainId: z.int(),
  controller: addressSetting,
  contracts: z.object({ multicall3: z.object({ address: addressSetting }) }),
})

/** A command about one deployment, with the flags that say which. */
export function protocolCommand(name: string, { writes }: { writes: boolean }): Command {
  const command = new Command(name).option(
    '--config <file>',
    'settings as JSON, with the names below in camelCase',
  )
  const where = ['rpcUrl', 'chainId', 'controller', 'network', 'deployment']
  const key = writes ? Object.keys(keySettings) : []
  addSettingFlags(command, protocolSettingsSchema.shape, [...where, ...key])
  return command
}

export function loadProtocolSettings(flags: Readonly<Record<string, unknown>>): ProtocolSettings {
  const { config, ...rest } = flags
  const known = Object.keys(protocolSettingsSchema.shape)
  const own = Object.fromEntries(Object.entries(rest).filter(([name]) => known.includes(name)))
  return loadConfig(protocolSettingsSchema, {
    file: typeof config === 'string' ? config : undefined,
    env: process.env,
    flags: flagValues(own),
  })
}

/** Connects to the deployment that settings name. @throws what {@link connectChain} throws */
export function connectTo(settings: DeploymentSettings): Promise<Chain> {
  const log = createLogger({ name: 'protocol', level: 'warn' })
  const network = settings.network && networks[settings.network]
  const written = settings.deployment === undefined ? undefined : readDeployment(settings.deployment)
  const rpcUrl = settings.rpcUrl ?? network?.rpcUrl
  return connectChain(
    {
      rpcUrls: rpcUrl === undefined ? [] : [rpcUrl],
      chainId: settings.chainId ?? network?.chainId ?? written?.chainId,
      // Without one the preset of the chain is used.
      controller: settings.controller ?? written?.controller,
      multicall3: written?.contracts.multicall3.address,
    },
    { log },
  )
}

function readDeployment(folder: string): z.output<typeof deploymentSchema> {
  const file = folder.endsWith('.json') ? folder : join(folder, 'deployment.json')
  try {
    return deploymentSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (cause) {
    throw new DeploymentFileError({ file, cause })
  }
}
