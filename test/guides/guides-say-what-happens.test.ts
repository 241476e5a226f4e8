import { join } from 'node:path'
import { account, startSigner } from '@millrace/chain/testing'
import { afterAll, afterEach, beforeAll, test } from 'vitest'
import { isLeftOut } from '../../e2e/support/without.ts'
import { followGuide } from './follow-guide.ts'
import { addressOf, freePort, type GuideNetwork, startGuideNetwork } from './guide-network.ts'

let network: GuideNetwork
const open: AsyncDisposable[] = []
const timeout = 240_000
/** These two are mostly commands, which have tests of their own: the usual run has no time to type them. */
const isDeep = process.env.MILLRACE_DEEP === '1'
const isLacking = isLeftOut('ffmpeg') || isLeftOut('curl') || isLeftOut('openssl')

beforeAll(async () => {
  network = await startGuideNetwork()
})
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one[Symbol.asyncDispose]()
})
afterAll(async () => {
  await network?.[Symbol.asyncDispose]()
})

async function settings(...ports: readonly string[]): Promise<Record<string, string>> {
  const chosen = await Promise.all(ports.map(async (name) => [name, String(await freePort())] as const))
  const { rpcUrl, controller } = network.protocol
  return { RPC_URL: rpcUrl, CONTROLLER: controller, ...Object.fromEntries(chosen) }
}

test.skipIf(isLacking)('run a gateway: from nothing to renditions in a player', { timeout }, async () => {
  open.push(await network.startOrchestrator())
  await followGuide('run-a-gateway', {
    settings: await settings('RTMP_PORT', 'HTTP_PORT', 'OPERATOR_PORT'),
    meanwhile: {
      'you send ether to the account': (folder) => network.fund(join(folder, 'gateway', 'keystore.json')),
    },
  })
})

test.skipIf(isLacking)(
  'run an orchestrator: from nothing to a node that has earned tickets',
  { timeout },
  async () => {
    const values = await settings('SERVICE_PORT', 'OPERATOR_PORT')
    const SERVICE_URI = `https://127.0.0.1:${values.SERVICE_PORT}`
    await followGuide('run-an-orchestrator', {
      settings: { ...values, SERVICE_URI },
      meanwhile: {
        'you send ether and tokens to the account': (folder) =>
          network.fund(join(folder, 'orchestrator', 'keystore.json')),
        'the next round begins': async () => {
          await network.protocol.nextRound()
          await network.protocol.mine(1)
        },
        'a gateway sends a stream': async () => open.push(await network.startGateway(SERVICE_URI)),
      },
    })
  },
)

if (isDeep)
  test.skipIf(isLacking)(
    'join the live network: what can be looked at and tried before anything is paid',
    {
      timeout,
    },
    async () => {
      const values = await settings('SERVICE_PORT')
      await followGuide('join-the-live-network', {
        settings: {
          ...{ ...values, ACCOUNT: addressOf(7) },
          SERVICE_URI: `https://127.0.0.1:${values.SERVICE_PORT}`,
        },
      })
    },
  )

test.skipIf(isLacking)(
  'add transcoders: another process does the work of an orchestrator',
  { timeout },
  async () => {
    const { SERVICE_PORT = '' } = await settings('SERVICE_PORT')
    const ORCHESTRATOR = `https://127.0.0.1:${SERVICE_PORT}`
    await followGuide('add-transcoders', {
      settings: { SERVICE_PORT, ORCHESTRATOR },
      meanwhile: {
        'a gateway sends a stream': async () => open.push(await network.startOffChainGateway(ORCHESTRATOR)),
      },
    })
  },
)

test.skipIf(isLacking)(
  'back up and move a node: what is promised to be there is there',
  { timeout },
  async () => {
    const { RTMP_PORT = '', HTTP_PORT = '' } = await settings('RTMP_PORT', 'HTTP_PORT')
    await followGuide('back-up-and-move', { settings: { RTMP_PORT, HTTP_PORT } })
  },
)

if (isDeep)
  test.skipIf(isLacking)(
    'keys and security: files, a signer elsewhere, a cold key, and tokens of few rights',
    {
      timeout,
    },
    async () => {
      await using signer = await startSigner([account(7).account])
      await followGuide('keys-and-security', {
        settings: { ...(await settings()), SIGNER_URL: signer.url, STAKING: addressOf(8) },
      })
    },
  )
