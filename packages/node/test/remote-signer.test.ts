import { accountFromRemoteSigner, RemoteSignerMethodError } from '@millrace/chain'
import { account, ether, type SignerServer, startSigner } from '@millrace/chain/testing'
import { ticketBrokerScheme } from '@millrace/payments'
import { isSignedBy } from '@millrace/wire'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openNodeAccount } from '../src/daemon/node-account.ts'
import { Orchestrator, orchestratorConfigSchema } from '../src/orchestrator/index.ts'
import { startTestNetwork, type TestNetwork } from './orchestrator-chain.ts'
import { makeSegment, payWith, ScriptedGateway, temporaryDir, testLog } from './orchestrator-fixture.ts'

const faceValueWei = ether / 1_000n
const dir = temporaryDir()
let network: TestNetwork
let signer: SignerServer
beforeAll(async () => {
  network = await startTestNetwork()
  signer = await startSigner([account(1).account, account(2).account], 'clef')
})
afterAll(async () => {
  await network?.[Symbol.asyncDispose]()
  await signer?.[Symbol.asyncDispose]()
  dir[Symbol.dispose]()
})

test('an orchestrator whose key is at a signer registers, takes tickets of a gateway whose key is there too, and signs its work', async () => {
  const { chainId, addresses, broker } = network.chain
  const config = orchestratorConfigSchema.parse({
    dataDir: `${dir.path}/node`,
    host: '127.0.0.1',
    port: 0,
    operatorPort: 0,
    transcodeWorkers: 1,
    capacityPixelsPerSecond: 10_000_000,
    rpcUrls: [network.rpcUrl],
    controller: addresses.controller,
    multicall: addresses.multicall3,
    signerUrl: signer.url,
    signerAddress: account(1).address,
    blockPollMs: 50,
    register: true,
    bondWei: (1_000n * ether).toString(),
    initializeRoundMaxDelayMs: 0,
    pricePerPixel: { wei: '1000000' },
    ticketEvWei: (faceValueWei - 1n).toString(),
    maxFaceValueWei: faceValueWei.toString(),
    redeemGas: 100_000,
    ticketExpiryBlocks: 100,
  })
  await using node = await Orchestrator.create(config, { log: testLog() })
  expect(node.address).toBe(account(1).address)
  let isActive = false
  node.events.on('roundStarted', (event) => {
    isActive = event.isActive
  })
  const payer = await accountFromRemoteSigner({ url: signer.url, address: account(2).address })
  await network.actor(2).actions.broker.fundDepositAndReserve({ depositWei: ether, reserveWei: ether })
  await network.mine(60)
  await network.until('a round with the orchestrator in it has started', () => isActive)

  using gateway = new ScriptedGateway(payer.signer)
  const scheme = ticketBrokerScheme({ contract: addresses.ticketBroker, chainId: BigInt(chainId) })
  const terms = await gateway.terms(node.serviceUri)
  const payment = await payWith(payer.signer, scheme, { terms, nonces: [1] })
  const { data } = await gateway.send({ terms, source: makeSegment(), payment })
  const [first] = data.segments
  const bytes = await gateway.client.downloadRendition(first?.url ?? '', terms)
  expect(isSignedBy(node.address, [bytes], data)).toBe(true)
  expect(node.status.earnings).toMatchObject({ ticketsWon: 1 })
  expect((await broker.senderInfo(payer.address)).depositWei).toBe(ether)
})

test('error: a signer that cannot sign messages is refused at the start of a role that needs them', async () => {
  await using limited = await startSigner([account(3).account], 'web3signer')
  limited.missing.add('eth_sign')
  const settings = { signerUrl: limited.url }
  await expect(openNodeAccount(settings, { signsMessages: true })).rejects.toThrow(RemoteSignerMethodError)
  expect((await openNodeAccount(settings, { signsMessages: false })).address).toBe(account(3).address)
  await expect(
    openNodeAccount({ ...settings, keystoreFile: 'key.json' }, { signsMessages: false }),
  ).rejects.toThrow(/^Setting signerUrl: it cannot be set beside keystoreFile/)
})
