import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync, gzipSync } from 'node:zlib'
import { createLogger, delay } from '@millrace/common'
import {
  createTestClient,
  createWalletClient,
  decodeAbiParameters,
  http,
  publicActions,
  type TestClient,
} from 'viem'
import { mnemonicToAccount } from 'viem/accounts'
import { foundry } from 'viem/chains'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { DataFolderError, PortInUseError } from '../errors.ts'
import { type AnvilOptions, type EmbeddedChain, startAnvil } from './anvil.ts'
import { developmentMnemonic } from './anvil-process.ts'
import { ChainSaveError, ChainStateError } from './errors.ts'
import { saveIntervalMs } from './save-interval.ts'

let folder: string
let dataDir: string
const chains: EmbeddedChain[] = []
const lines: { msg: string; [field: string]: unknown }[] = []
const log = createLogger({
  name: 'test',
  level: 'debug',
  to: { write: (line) => void lines.push(JSON.parse(line)) },
})

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'embedded-chain-'))
  dataDir = join(folder, 'chain')
  lines.length = 0
})
afterEach(async () => {
  await Promise.all(chains.splice(0).map((chain) => chain.close()))
  await rm(folder, { recursive: true, force: true })
})

async function start(options: Partial<AnvilOptions> = {}): Promise<EmbeddedChain> {
  const chain = await startAnvil({ dataDir, port: 0, accounts: 3, ...options }, { log })
  chains.push(chain)
  return chain
}

const reportFields = { allBlocks: z.number(), blocks: z.number(), bytes: z.number(), durationMs: z.number() }
const said = (text: string) => lines.find(({ msg }) => msg.includes(text))

async function until<T>(read: () => T | Promise<T>): Promise<NonNullable<T>> {
  for (;;) {
    const value = await Promise.resolve(read()).catch(() => undefined)
    if (value) return value
    await delay(20)
  }
}

const account = mnemonicToAccount(developmentMnemonic)
const receiver = '0x00000000000000000000000000000000000000bb'
/** Emits one log without topics and returns: LOG0 of memory 0..32. */
const emitterInitCode = '0x60058060095f395ff360205fa000'
/** Returns the number of the block it runs in, and the hash of the block below. */
const numberAndParentHash = '0x435f52600143034060205260405ff3'

function clients({ rpcUrl }: EmbeddedChain) {
  const transport = http(rpcUrl, { retryCount: 20, timeout: 60_000 })
  const test: TestClient = createTestClient({ mode: 'anvil', chain: foundry, transport })
  const options = { chain: foundry, transport, account, cacheTime: 0, pollingInterval: 50 }
  return { test, wallet: createWalletClient(options).extend(publicActions) }
}

test('a chain with funded development accounts runs, mines, and goes on where it was', async () => {
  const first = await start()
  const { wallet } = clients(first)
  expect(await wallet.getChainId()).toBe(31337)
  expect(await wallet.getBalance(account)).toBe(10_000n * 10n ** 18n)
  const hash = await wallet.sendTransaction({ to: receiver, value: 7n })
  const receipt = await wallet.waitForTransactionReceipt({ hash })
  await first.close()
  const head = receipt.blockNumber

  const second = await start()
  const again = clients(second).wallet
  expect(await again.getTransactionReceipt({ hash })).toMatchObject({
    blockHash: receipt.blockHash,
    blockNumber: head,
  })
  expect(await again.getBalance({ address: receiver })).toBe(7n)
  const next = await again.waitForTransactionReceipt({
    hash: await again.sendTransaction({ to: receiver, value: 1n }),
  })
  expect(next.blockNumber).toBeGreaterThan(head)
  expect(said('damaged')).toBeUndefined()
})

// Mining and dumping a day of blocks is 10 s of work on a quiet machine.
test('after a day of blocks the file is small, the chain restarts, and old transactions are all there', {
  timeout: 180_000,
}, async () => {
  const first = await start()
  const { wallet, test } = clients(first)
  const deployed = await wallet.waitForTransactionReceipt({
    hash: await wallet.sendTransaction({ data: emitterInitCode }),
  })
  const emitter = deployed.contractAddress
  if (!emitter) throw new Error('The emitter was not deployed.')
  const called = await wallet.waitForTransactionReceipt({
    hash: await wallet.sendTransaction({ to: emitter }),
  })
  expect(called.logs).toHaveLength(1)
  await test.mine({ blocks: 86_400, interval: 1 })
  const tip = await wallet.getBlock()
  await first.save()
  // The chain may have been compacted before it was asked to.
  const report = z.object(reportFields).parse(said('chain compacted'))
  expect(report.allBlocks).toBeGreaterThan(86_400)
  expect(report.blocks).toBeLessThan(700)
  expect(report.bytes / (saveIntervalMs(report) / 1_000)).toBeLessThan(1_000_000)
  expect(report.bytes).toBeLessThan(500_000)
  await first.close()

  const second = await start()
  const again = clients(second).wallet
  expect(await again.getBlockNumber()).toBeGreaterThanOrEqual(tip.number)
  expect((await again.getTransactionReceipt({ hash: called.transactionHash })).logs).toEqual(called.logs)
  const logs = await again.getLogs({ address: emitter, fromBlock: 0n, toBlock: 'latest' })
  expect(logs.map(({ transactionHash }) => transactionHash)).toEqual([called.transactionHash])
  expect((await again.getBlock({ blockNumber: called.blockNumber })).hash).toBe(called.blockHash)
  // The chain is a day ahead of the clock now, and must not go back in time.
  const next = await again.waitForTransactionReceipt({ hash: await again.sendTransaction({ to: emitter }) })
  const nextBlock = await again.getBlock({ blockNumber: next.blockNumber })
  expect(nextBlock.timestamp).toBeGreaterThan(tip.timestamp)
  expect(Number(nextBlock.timestamp - tip.timestamp)).toBeLessThan(600)
  // Contracts see true hashes again as soon as blocks are mined; of blocks before the restart they see made-up ones.
  await until(async () => (await again.getBlockNumber()) > next.blockNumber)
  const { data = '0x' } = await again.call({ data: numberAndParentHash })
  const [number, parentHash] = decodeAbiParameters([{ type: 'uint256' }, { type: 'bytes32' }], data)
  expect(parentHash).toBe((await again.getBlock({ blockNumber: number - 1n })).hash)
})

test('a running chain is compacted in place, without losing a transaction', async () => {
  const chain = await start({ compactAfterBlocks: 1_000 })
  const { wallet, test } = clients(chain)
  const pid = chain.anvilPid
  const before = await wallet.waitForTransactionReceipt({
    hash: await wallet.sendTransaction({ to: receiver, value: 5n }),
  })
  await test.mine({ blocks: 2_000, interval: 1 })
  const sent = await wallet.sendTransaction({ to: receiver, value: 6n })
  expect((await chain.save()).allBlocks).toBeGreaterThan(2_000)
  expect(said('chain compacted')).toBeDefined()
  expect(chain.anvilPid).not.toBe(pid)
  expect((await wallet.waitForTransactionReceipt({ hash: sent })).status).toBe('success')
  expect((await wallet.getTransactionReceipt({ hash: before.transactionHash })).blockHash).toBe(
    before.blockHash,
  )
  expect(await wallet.getBalance({ address: receiver })).toBe(11n)
  expect(said('chain died')).toBeUndefined()
})

test('a new chain can begin in the past, and goes on in the present when it starts again', async () => {
  const genesisSeconds = 1_700_000_000
  const first = await start({ genesisSeconds })
  const { timestamp } = await clients(first).wallet.getBlock({ blockNumber: 0n })
  expect(timestamp).toBe(BigInt(genesisSeconds))
  await until(async () => (await clients(first).wallet.getBlockNumber()) > 0n)
  await first.close()
  const again = clients(await start({ genesisSeconds })).wallet
  const nowSeconds = BigInt(Math.floor(Date.now() / 1_000))
  const latest = await until(async () => {
    const block = await again.getBlock()
    return block.timestamp >= nowSeconds ? block : undefined
  })
  expect(latest.number).toBeGreaterThan(0n)
})

test('blocks follow the clock after a long pause', async () => {
  const first = await start()
  await first.close()
  // The saved chain as it would be had it been closed a month ago.
  const file = join(dataDir, 'state.json.gz')
  const state = JSON.parse(gunzipSync(await readFile(file)).toString())
  const monthAgo = Math.floor(Date.now() / 1_000) - 30 * 86_400
  state.block.timestamp = `0x${monthAgo.toString(16)}`
  for (const { header } of state.blocks)
    header.timestamp = `0x${(monthAgo + Number(header.number) - Number(state.block.number)).toString(16)}`
  await writeFile(file, gzipSync(JSON.stringify(state)))
  const second = await start()
  const { wallet } = clients(second)
  const head = await wallet.getBlockNumber()
  const block = await until(async () => {
    const latest = await wallet.getBlock()
    return latest.number > head ? latest : undefined
  })
  expect(Math.abs(Number(block.timestamp) - Date.now() / 1_000)).toBeLessThan(120)
})

test('a chain that dies is started again from its last save', async () => {
  const chain = await start()
  const { wallet } = clients(chain)
  const saved = await wallet.waitForTransactionReceipt({
    hash: await wallet.sendTransaction({ to: receiver, value: 3n }),
  })
  await chain.save()
  const pid = chain.anvilPid ?? 0
  process.kill(pid, 'SIGKILL')
  await until(() => said('chain runs again'))
  expect(said('chain died')).toMatchObject({ level: 50, pid })
  expect((await wallet.getTransactionReceipt({ hash: saved.transactionHash })).status).toBe('success')
  expect(chain.anvilPid).not.toBe(pid)
})

test('a guard that dies takes no anvil into the void and is started again', async () => {
  const chain = await start()
  const { wallet } = clients(chain)
  const saved = await wallet.waitForTransactionReceipt({
    hash: await wallet.sendTransaction({ to: receiver, value: 3n }),
  })
  await chain.save()
  const { anvilPid = 0, guardPid = 0 } = chain
  process.kill(guardPid, 'SIGKILL')
  await until(() => chain.guardPid !== guardPid && !isRunning(anvilPid))
  expect(await until(() => wallet.getTransactionReceipt({ hash: saved.transactionHash }))).toMatchObject({
    blockHash: saved.blockHash,
  })
})

test('the chain ends, saved, when the process that started it is killed', async () => {
  const program = fileURLToPath(new URL('test/start-and-wait.ts', import.meta.url))
  const owner: ChildProcess = fork(program, [dataDir], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  const [{ anvilPid, guardPid, rpcUrl }] = (await once(owner, 'message')) as [Started]
  const wallet = createWalletClient({ chain: foundry, transport: http(rpcUrl), account }).extend(
    publicActions,
  )
  const hash = await wallet.sendTransaction({ to: receiver, value: 9n })
  await wallet.waitForTransactionReceipt({ hash, pollingInterval: 50 })
  owner.kill('SIGKILL')
  await until(() => !isRunning(anvilPid) && !isRunning(guardPid))
  const next = await start()
  expect(await clients(next).wallet.getBalance({ address: receiver })).toBe(9n)
})

interface Started {
  readonly anvilPid: number
  readonly guardPid: number
  readonly rpcUrl: string
}

test('a damaged state is set aside and the copy taken, with a word that names the file', async () => {
  const first = await start()
  const { wallet } = clients(first)
  await wallet.waitForTransactionReceipt({ hash: await wallet.sendTransaction({ to: receiver, value: 4n }) })
  await first.save()
  await first.close()
  await writeFile(join(dataDir, 'state.json.gz'), 'not a state')
  const second = await start()
  expect(await clients(second).wallet.getBalance({ address: receiver })).toBe(4n)
  expect(said('saved chain state is damaged')).toMatchObject({
    level: 40,
    file: join(dataDir, 'state.json.gz'),
  })
  expect(said('last good copy')).toMatchObject({ file: join(dataDir, 'state.json.gz.bak') })
  expect(await readFile(join(dataDir, 'state.json.gz.damaged'), 'utf8')).toBe('not a state')
})

test('error: state and copy damaged', async () => {
  await mkdir(dataDir)
  await writeFile(join(dataDir, 'state.json.gz'), 'not a state')
  await writeFile(join(dataDir, 'state.json.gz.bak'), 'neither')
  const failure = await start().catch((error) => error)
  expect(failure).toBeInstanceOf(ChainStateError)
  expect(failure.message).toContain(join(dataDir, 'state.json.gz'))
})

test('error: the port is taken', async () => {
  const server = createServer()
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  await expect(start({ port })).rejects.toThrow(PortInUseError)
  await expect(start({ port })).rejects.toThrow(/--chain-port/)
  server.close()
})

test('error: the folder is a file', async () => {
  await writeFile(dataDir, '')
  await expect(start()).rejects.toThrow(DataFolderError)
  await expect(start()).rejects.toThrow(dataDir)
})

test('error: a disk that refuses is told, and the chain runs on', async () => {
  const chain = await start()
  // A folder where the temporary file goes: writing fails for every user, root too.
  const { guardPid = 0 } = chain
  await mkdir(join(dataDir, `state.json.gz.${guardPid}.tmp`))
  const failure = await chain.save().catch((error) => error)
  expect(failure).toBeInstanceOf(ChainSaveError)
  expect(failure.message).toContain(dataDir)
  expect(await clients(chain).wallet.getChainId()).toBe(31337)
  await rm(join(dataDir, `state.json.gz.${guardPid}.tmp`), { recursive: true })
  expect((await chain.save()).bytes).toBeGreaterThan(0)
})

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
