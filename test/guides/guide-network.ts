import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createKeystore } from '@millrace/chain'
import { account, ether, type Protocol, privateKey, startProtocol } from '@millrace/chain/testing'
import { silentLogger } from '@millrace/common'
import { Gateway, type GatewayConfigInput, gatewayConfigSchema } from '@millrace/node/gateway'
import { Orchestrator, orchestratorConfigSchema } from '@millrace/node/orchestrator'
import { createWalletClient, http } from 'viem'
import { z } from 'zod'

/** The network that readers of guides join: a chain with the contracts, and whoever is on the other side. */
export interface GuideNetwork extends AsyncDisposable {
  readonly protocol: Protocol
  /** Sends ether and tokens to the account of a keystore. */
  fund(keystoreFile: string): Promise<void>
  /** A gateway with a deposit, and a stream that it wants transcoded by one orchestrator. */
  startGateway(orchestrator: string): Promise<AsyncDisposable>
  /** The same off chain. */
  startOffChainGateway(orchestrator: string): Promise<AsyncDisposable>
  /** An orchestrator in the active set. */
  startOrchestrator(): Promise<AsyncDisposable>
}

const password = 'of a test\n'

export async function startGuideNetwork(): Promise<GuideNetwork> {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-guides-'))
  const protocol = await startProtocol({ ticketValidityPeriodRounds: 50n })
  await protocol.nextRound()
  const nodeSettings = async (index: number) => {
    const [keystoreFile, passwordFile] = [join(folder, `key-${index}.json`), join(folder, 'password')]
    await writeFile(passwordFile, password, { mode: 0o600 })
    await createKeystore({ file: keystoreFile, passwordFile, privateKey: privateKey(index), cost: 'light' })
    const { rpcUrl, controller } = protocol
    const dataDir = join(folder, `data-${index}`)
    return { rpcUrls: [rpcUrl], controller, keystoreFile, passwordFile, dataDir, operatorPort: 0 }
  }
  return {
    protocol,
    async fund(keystoreFile) {
      const { address } = z
        .object({ address: z.string() })
        .parse(JSON.parse(await readFile(keystoreFile, 'utf8')))
      const wallet = createWalletClient({ account: account(6).account, transport: http(protocol.rpcUrl) })
      const { token } = protocol.chain.contracts
      const transfer = { ...token, functionName: 'transfer', args: [`0x${address}`, 1_000n * ether] } as const
      await wallet.writeContract({ ...transfer, chain: null })
      await protocol.anvil.setBalance({ address: `0x${address}`, value: ether })
    },
    async startGateway(orchestrator) {
      const { actions } = protocol.actor(5)
      await actions.broker.fundDepositAndReserve({ depositWei: 5n * ether, reserveWei: 5n * ether })
      return startStreaming({
        ...(await nodeSettings(5)),
        ...{ orchestrators: [orchestrator], discoveryIntervalMs: 1_000 },
      })
    },
    startOffChainGateway: (orchestrator) =>
      startStreaming({
        ...{ dataDir: join(folder, 'off-chain'), operatorPort: 0 },
        ...{ orchestrators: [orchestrator], discoveryIntervalMs: 1_000 },
      }),
    async startOrchestrator() {
      const settings = {
        ...(await nodeSettings(4)),
        ...{ host: '127.0.0.1', port: await freePort(), pricePerPixel: { wei: 1_000n }, selfCheck: 'off' },
        ...{ register: true, bondWei: 500n * ether, transcodeWorkers: 1, capacityPixelsPerSecond: 1e8 },
      } as const
      const orchestrator = await Orchestrator.create(orchestratorConfigSchema.parse(settings), {
        log: silentLogger(),
      })
      await protocol.nextRound()
      await protocol.mine(1)
      return orchestrator
    },
    async [Symbol.asyncDispose]() {
      await protocol[Symbol.asyncDispose]()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function startStreaming(settings: Partial<GatewayConfigInput>): Promise<AsyncDisposable> {
  const ports = { rtmpHost: '127.0.0.1', rtmpPort: 0, httpPort: 0 }
  const gateway = await Gateway.create(gatewayConfigSchema.parse({ ...settings, ...ports }), {
    log: silentLogger(),
  })
  const key = await gateway.streamKeys.create('elsewhere')
  const encoder = pushTestPicture(`${gateway.rtmpUrl}/${key}`)
  return {
    async [Symbol.asyncDispose]() {
      await ended(encoder)
      await gateway.close()
    },
  }
}

export function addressOf(index: number): string {
  return account(index).address
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0)
  await once(server, 'listening')
  const address = server.address()
  server.close()
  return typeof address === 'object' && address ? address.port : 0
}

function pushTestPicture(url: string): ChildProcess {
  const picture = ['-re', '-f', 'lavfi', '-i', 'testsrc2=size=640x360:rate=24', '-c:v', 'libx264']
  const coding = ['-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-g', '48', '-f', 'flv', url]
  return spawn('ffmpeg', ['-loglevel', 'error', '-nostdin', ...picture, ...coding], { stdio: 'ignore' })
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  const exit = once(child, 'exit')
  child.kill('SIGKILL')
  await exit
}
