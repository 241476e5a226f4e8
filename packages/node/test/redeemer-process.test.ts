import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { type Actor, ether } from '@millrace/chain/testing'
import { delay } from '@millrace/common'
import { ticketBrokerScheme } from '@millrace/payments'
import { RedeemerClient } from '@millrace/wire'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { freePort } from '../../../test/free-port.ts'
import {
  Orchestrator,
  type OrchestratorConfigInput,
  orchestratorConfigSchema,
} from '../src/orchestrator/index.ts'
import type { RedeemerConfigInput } from '../src/redeemer/index.ts'
import { redeemerRoutes } from '../src/redeemer/operator/routes.ts'
import { expectDescribed } from './described.ts'
import { askOperator } from './operator.ts'
import { startTestNetwork, type TestNetwork } from './orchestrator-chain.ts'
import {
  makeSegment,
  payWith,
  ScriptedGateway,
  temporaryDir,
  testLog,
  until,
} from './orchestrator-fixture.ts'

const isDeep = process.env.MILLRACE_DEEP === '1'
const kills = isDeep ? 100 : 3
const faceValueWei = ether / 1_000n
const ticketsPerPayment = 5
const ticketExpiryBlocks = 3
const source = makeSegment()
const dir = temporaryDir()
const secretFile = `${dir.path}/secret`
const program = new URL('../src/redeemer/main.ts', import.meta.url)

let network: TestNetwork
let operator: Actor
let funder: Actor
let scheme: ReturnType<typeof ticketBrokerScheme>
let redeemer: ChildProcess | undefined
let redeemerKeys: Awaited<ReturnType<TestNetwork['keyFiles']>>

beforeAll(async () => {
  writeFileSync(secretFile, 'open-sesame\n')
  network = await startTestNetwork()
  const { chainId, addresses } = network.chain
  scheme = ticketBrokerScheme({ contract: addresses.ticketBroker, chainId: BigInt(chainId) })
  operator = network.actor(1)
  funder = network.actor(2)
  redeemerKeys = await network.keyFiles(3)
  await network.nextRound()
  await operator.actions.staking.bond({ amountWei: 1_000n * ether, to: operator.address })
  await funder.actions.broker.fundDepositAndReserve({ depositWei: 100n * ether, reserveWei: 10n * ether })
  await network.nextRound()
})
afterAll(async () => {
  await kill()
  await network?.[Symbol.asyncDispose]()
  dir[Symbol.dispose]()
})

const chainSettings = () => ({
  rpcUrls: [network.rpcUrl],
  controller: network.chain.addresses.controller,
  multicall: network.chain.addresses.multicall3,
  recipient: operator.address,
  blockPollMs: 50,
})

async function orchestratorAt(account: number, redeemerUrl: string): Promise<Orchestrator> {
  const settings: OrchestratorConfigInput = {
    ...chainSettings(),
    ...(await network.keyFiles(account)),
    dataDir: `${dir.path}/orchestrator-${account}`,
    host: '127.0.0.1',
    port: 0,
    operatorPort: 0,
    transcodeWorkers: 1,
    capacityPixelsPerSecond: 10_000_000,
    initializeRoundMaxDelayMs: 0,
    callReward: false,
    pricePerPixel: { wei: '1000000' },
    // As good as certain to win; gateways take none that is.
    ticketEvWei: (faceValueWei - 1n).toString(),
    maxFaceValueWei: faceValueWei.toString(),
    ticketExpiryBlocks,
    redeemGas: 100_000,
    redeemerUrl,
    redeemerSecretFile: secretFile,
  }
  return Orchestrator.create(orchestratorConfigSchema.parse(settings), { log: testLog() })
}

const redeemerDir = `${dir.path}/redeemer`

async function startRedeemer(port: number): Promise<{ url: string; operatorUrl: string }> {
  const settings: RedeemerConfigInput = {
    ...chainSettings(),
    ...redeemerKeys,
    dataDir: redeemerDir,
    port,
    operatorPort: 0,
    secretFile,
    redeemGas: 100_000,
    redeemConfirmations: 2,
    redeemReplaceAfterMs: 2_000,
  }
  const file = `${dir.path}/redeemer.json`
  writeFileSync(file, JSON.stringify(settings))
  redeemer = fork(program, ['--config', file], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: 'ignore',
    env: { PATH: process.env.PATH },
  })
  const ended = once(redeemer, 'exit').then(([code]) => {
    throw new Error(`The redeemer ended with ${code} before it was ready.`)
  })
  ended.catch(() => undefined)
  const [ready] = await Promise.race([once(redeemer, 'message'), ended])
  return ready
}

async function kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<number | null> {
  const child = redeemer
  redeemer = undefined
  if (!child || child.exitCode !== null || child.signalCode !== null) return null
  const exited = once(child, 'exit')
  child.kill(signal)
  const [code] = await exited
  return code
}

/** Which tickets the contract redeemed since a block, and what it paid for them. */
async function redeemedSince(fromBlock: bigint) {
  const { client, contracts } = network.chain
  const filter = { ...contracts.ticketBroker, fromBlock }
  const redeemed = await client.getContractEvents({ ...filter, eventName: 'WinningTicketRedeemed' })
  const transfers = await client.getContractEvents({ ...filter, eventName: 'WinningTicketTransfer' })
  return {
    tickets: redeemed.map(({ args }) => `${args.recipientRand}:${args.senderNonce}`),
    paidWei: transfers.reduce((total, { args }) => total + (args.amount ?? 0n), 0n),
  }
}

/** Processes that start on a busy machine. */
const timeout = 180_000

/**
 * A block a second, so that many kills fall between sending a transaction and its mining; but none that would let the
 * terms of a payment on its way expire, however long the machine takes for it.
 */
function mineSlowly() {
  const stop = new AbortController()
  const onTheWay = new Set<{ blocks: number }>()
  const mining = (async () => {
    while (!stop.signal.aborted) {
      await delay(1_000, { signal: stop.signal })
      if ([...onTheWay].some(({ blocks }) => blocks >= ticketExpiryBlocks - 2)) continue
      for (const payment of onTheWay) payment.blocks++
      await network.mine(1)
    }
  })().catch((error: unknown) => {
    if (!stop.signal.aborted) throw error
  })
  return {
    async during<T>(work: () => Promise<T>): Promise<T> {
      const payment = { blocks: 0 }
      onTheWay.add(payment)
      try {
        return await work()
      } finally {
        onTheWay.delete(payment)
      }
    },
    async [Symbol.asyncDispose]() {
      stop.abort()
      await mining
    },
  }
}

afterEach(async () => {
  // One that fails is not to spoil those after it.
  await kill()
  await network.anvil.setAutomine(true)
})

test('two orchestrators and a redeemer that is killed again and again: no winner is lost, none is paid twice', {
  timeout: isDeep ? 1_800_000 : timeout,
}, async () => {
  const port = await freePort()
  const redeemerUrl = `https://127.0.0.1:${port}`
  await using one = await orchestratorAt(4, redeemerUrl)
  await using other = await orchestratorAt(5, redeemerUrl)
  using gateway = new ScriptedGateway(funder.signer)
  const fromBlock = (await network.chain.client.getBlockNumber()) + 1n
  const before = await network.chain.broker.senderInfo(funder.address)
  // Transactions wait for the next block.
  await network.anvil.setAutomine(false)
  await using miner = mineSlowly()
  let payments = 0
  const pay = async () => {
    for (const node of [one, other]) {
      await miner.during(async () => {
        const terms = await gateway.terms(node.serviceUri)
        const nonces = Array.from({ length: ticketsPerPayment }, (_, index) => index + 1)
        await gateway.send({
          terms,
          source,
          payment: await payWith(funder.signer, scheme, { terms, nonces }),
        })
      })
      payments++
    }
  }
  for (let turn = 0; turn < kills; turn++) {
    const paying = pay()
    await startRedeemer(port)
    // Anything between at once and a block and a half.
    await delay((turn * 397) % 1_500)
    await kill()
    await paying
  }
  const { operatorUrl } = await startRedeemer(port)
  const tickets = payments * ticketsPerPayment
  const earnings = () => [one, other].map(({ status }) => status.earnings)
  const sum = (key: 'ticketsRedeemed' | 'ticketsWaiting' | 'ticketsLost' | 'ticketsWon') =>
    earnings().reduce((total, entry) => total + entry[key], 0)
  await miner[Symbol.asyncDispose]()
  await network.anvil.setAutomine(true)
  await network.until('all winners are redeemed', () => sum('ticketsRedeemed') === tickets)

  expect([sum('ticketsWon'), sum('ticketsWaiting'), sum('ticketsLost')]).toEqual([tickets, 0, 0])
  const { tickets: redeemed, paidWei } = await redeemedSince(fromBlock)
  expect(redeemed).toHaveLength(tickets)
  expect(new Set(redeemed).size).toBe(tickets)
  const after = await network.chain.broker.senderInfo(funder.address)
  expect(paidWei).toBe(BigInt(tickets) * faceValueWei)
  expect(before.depositWei + before.reserveWei - after.depositWei - after.reserveWei).toBe(paidWei)
  expect(earnings().reduce((total, { redeemedWei }) => total + redeemedWei, 0n)).toBe(paidWei)
  const redeemer = { operatorUrl, dataDir: redeemerDir }
  // The redeemer waits for its confirmations; an orchestrator may have looked for itself before.
  const ofRedeemer = async () => {
    const status = (await (await askOperator(redeemer, '/api/v1/status')).json()) as {
      tickets: { ticketsRedeemed: number }
    }
    return status.tickets
  }
  await network.until(
    'the redeemer knows it too',
    async () => (await ofRedeemer()).ticketsRedeemed === tickets,
  )
  expect(await ofRedeemer()).toMatchObject({ ticketsWon: tickets, redeemedWei: paidWei.toString() })
  const metrics = await (await askOperator(redeemer, '/metrics')).text()
  expect(metrics).toMatch(/^millrace_redeemer_tickets_waiting 0$/m)
  expect(await kill('SIGTERM')).toBe(0)
})

test('while the redeemer is away its orchestrator takes work all the same, keeps its winners, and hands them over later', {
  timeout,
}, async () => {
  const port = await freePort()
  await using node = await orchestratorAt(6, `https://127.0.0.1:${port}`)
  using gateway = new ScriptedGateway(funder.signer)
  const terms = await gateway.terms(node.serviceUri)
  await gateway.send({
    terms,
    source,
    payment: await payWith(funder.signer, scheme, { terms, nonces: [1, 2] }),
  })
  expect(node.status.earnings).toMatchObject({ ticketsWaiting: 2, ticketsRedeemed: 0 })
  const { operatorUrl } = await startRedeemer(port)
  await network.until('both are redeemed', () => node.status.earnings.ticketsRedeemed === 2)
  const { definitions } = redeemerRoutes
  const samples = { doOperation: { params: { name: 'claim' }, body: { mode: 'preview' } } }
  await expectDescribed({ role: 'redeemer', operatorUrl, dataDir: redeemerDir, definitions, samples })
  // The redeemer waits for its confirmations; an orchestrator may have looked for itself before.
  let page: unknown
  await network.until('the redeemer lists them as redeemed', async () => {
    page = await (await askOperator({ operatorUrl, dataDir: redeemerDir }, '/api/v1/tickets?limit=1')).json()
    return JSON.stringify(page).includes('"redeemed"')
  })
  expect(page).toMatchObject({ tickets: [{ state: 'redeemed' }], next: expect.any(Number) })
  await kill('SIGTERM')
})

test('max float is told, and told again when tickets change it; strangers are turned away', {
  timeout,
}, async () => {
  const port = await freePort()
  const { url } = await startRedeemer(port)
  const client = new RedeemerClient({ url, secret: 'open-sesame' })
  const stranger = new RedeemerClient({ url, secret: 'other' })
  await expect(stranger.maxFloatWei(funder.address)).rejects.toThrow(/invalid secret/)
  const { claimableReserveWei } = await network.chain.broker.senderFloat(funder.address, operator.address)
  expect(await client.maxFloatWei(funder.address)).toBe(claimableReserveWei)
  const stop = new AbortController()
  const told: bigint[] = []
  const watching = (async () => {
    for await (const floatWei of client.monitorMaxFloat(funder.address, stop.signal)) told.push(floatWei)
  })().catch(() => {})
  await until('the first is told', () => told.length === 1)
  await funder.actions.broker.fundDepositAndReserve({ depositWei: 0n, reserveWei: ether })
  await until('the change is told', () => told.at(-1) === claimableReserveWei + ether)
  stop.abort()
  await watching
  client.close()
  stranger.close()
  await kill('SIGTERM')
})
