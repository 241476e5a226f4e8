import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Emitter } from '@millrace/common'
import { type DevnetSettings, devnetSettingsSchema, Network, type NetworkEvents } from '@millrace/devnet'

export const pagesDir = fileURLToPath(new URL('../../apps/explorer/dist', import.meta.url))

const freePorts = {
  chainPort: 0,
  rtmpPort: 0,
  httpPort: 0,
  gatewayOperatorPort: 0,
  explorerPort: 0,
  orchestratorPort: 0,
  operatorPort: 0,
}

export interface TestNetwork {
  readonly network: Network
  readonly events: Emitter<NetworkEvents>
  readonly close: () => Promise<void>
}

/** A network in a temporary folder on free ports; without the built-in stream unless asked for. */
export async function startTestNetwork(settings: Partial<DevnetSettings> = {}): Promise<TestNetwork> {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-e2e-'))
  const events = new Emitter<NetworkEvents>()
  try {
    const parsed = {
      ...devnetSettingsSchema.parse({ ...freePorts, dataDir: folder, source: 'none' }),
      ...settings,
    }
    const network = await Network.create(parsed, { pagesDir, events })
    const close = async () => {
      await network.close()
      await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
    }
    return { network, events, close }
  } catch (error) {
    const logs = await tailOfLogs(folder)
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
    throw new Error(`The network did not start.\n${logs}`, { cause: error })
  }
}

async function tailOfLogs(folder: string): Promise<string> {
  const roles = ['network', 'gateway', ...[1, 2, 3, 4].map((number) => `orchestrator-${number}`)]
  const files = roles.map((role) => join(folder, 'logs', `${role}.log`)).filter((file) => existsSync(file))
  const tails = await Promise.all(
    files.map(async (file) => `${file}\n${(await readFile(file, 'utf8')).split('\n').slice(-8).join('\n')}`),
  )
  return tails.join('\n')
}
