import { join } from 'node:path'
import { afterAll, beforeAll, test } from 'vitest'
import { followGuide } from './guides/follow-guide.ts'
import { freePort, type GuideNetwork, startGuideNetwork } from './guides/guide-network.ts'

let network: GuideNetwork
const open: AsyncDisposable[] = []
const timeout = 240_000

beforeAll(async () => {
  network = await startGuideNetwork()
})
afterAll(async () => {
  for (const one of open.reverse()) await one[Symbol.asyncDispose]()
  await network?.[Symbol.asyncDispose]()
})

async function settings(...ports: readonly string[]): Promise<Record<string, string>> {
  const chosen = await Promise.all(ports.map(async (name) => [name, String(await freePort())] as const))
  const { rpcUrl, controller } = network.protocol
  return { RPC_URL: rpcUrl, CONTROLLER: controller, ...Object.fromEntries(chosen) }
}

test('run an orchestrator: from nothing to a node that has earned tickets', { timeout }, async () => {
  const values = await settings('SERVICE_PORT', 'OPERATOR_PORT')
  await followGuide('run-an-orchestrator', {
    settings: { ...values, SERVICE_URI: `https://127.0.0.1:${values.SERVICE_PORT}` },
    meanwhile: {
      'you send ether and tokens to the account': (folder) =>
        network.fund(join(folder, 'orchestrator', 'keystore.json')),
      'the next round begins': async () => {
        await network.protocol.nextRound()
        await network.protocol.mine(1)
      },
      'a gateway sends a stream': async () => open.push(await network.startGateway()),
    },
  })
})
