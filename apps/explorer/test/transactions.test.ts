import { bondingManagerAbi } from '@millrace/abi'
import {
  type Address,
  createTestClient,
  createWalletClient,
  encodeErrorResult,
  type Hex,
  http,
  publicActions,
  size,
} from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { foundry } from 'viem/chains'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { startTestChain, type TestChain } from '../../../packages/chain/src/deploy/test/anvil.ts'
import { privateKey } from '../../../packages/chain/test/kit.ts'
import type { ContractCall } from '../src/staking/calls.ts'
import { FollowLoop } from '../src/transactions/follow-loop.ts'
import { isOpen, type TransactionRecord } from '../src/transactions/record.ts'
import { type Progress, runPlan } from '../src/transactions/run-plan.ts'
import { sendCall } from '../src/transactions/send.ts'
import { TransactionStore } from '../src/transactions/transaction-store.ts'
import type { Wallet, WalletTransaction } from '../src/wallet/wallet.ts'

const chainId = foundry.id
const target: Address = `0x${'7a'.repeat(20)}`
const call = { functionName: 'bond', to: target, data: '0x1234' } as const

let node: TestChain
let chain: ReturnType<typeof clientOf>
let storage: Storage
let store: TransactionStore
let loops: FollowLoop[] = []
let account: ReturnType<typeof privateKeyToAccount>
let accounts = 0

function clientOf(rpcUrl: string) {
  const transport = http(rpcUrl, { retryCount: 0 })
  return createTestClient({ chain: foundry, mode: 'anvil', transport, cacheTime: 0 }).extend(publicActions)
}

beforeAll(async () => {
  node = await startTestChain()
  chain = clientOf(node.rpcUrl)
})
afterAll(() => node?.[Symbol.asyncDispose]())
beforeEach(async () => {
  for (const loop of loops) loop.close()
  loops = []
  await chain.setAutomine(true)
  await chain.setCode({ address: target, bytecode: '0x' })
  storage = memoryStorage()
  store = new TransactionStore(storage, chainId)
  // Each test has an account whose nonces nobody else uses.
  account = privateKeyToAccount(privateKey(accounts++ % 10))
})

function memoryStorage(): Storage {
  const items = new Map<string, string>()
  return {
    ...{ length: 0, key: () => null, clear: () => items.clear() },
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
  }
}

function signer() {
  return createWalletClient({ account, chain: foundry, transport: http(node.rpcUrl) })
}

/** A wallet of a browser, whose owner does what a test wants. */
function walletThat(send: (transaction: WalletTransaction) => Promise<Hex>): Wallet {
  return {
    ...{ id: 'test', name: 'Test', address: account.address, chainId, send },
    signTypedData: async () => '0x',
    ...{ switchChain: async () => undefined, disconnect: async () => undefined },
  }
}

const honest = () => walletThat(({ to, data, gas }) => signer().sendTransaction({ to, data, gas }))

/** The pages are open, or are opened again. */
function follow(): void {
  loops.push(new FollowLoop(chain, store))
}

async function run(wallet: Wallet, calls: readonly ContractCall[] = [call]) {
  const seen: Progress[] = []
  const { signal } = new AbortController()
  const options = {
    wallet,
    calls,
    labelOf: () => 'Bond',
    onProgress: (one: Progress) => seen.push(one),
    signal,
  }
  const isDone = await runPlan(options, { client: chain, chainId, store })
  return { isDone, phases: seen.map(({ phase }) => phase), last: seen.at(-1) }
}

const deps = () => ({ client: chain, chainId, store })
const send = (wallet: Wallet) => sendCall({ wallet, call, label: 'Bond', onAsk: () => undefined }, deps())

function ended(): Promise<TransactionRecord> {
  return new Promise((resolve) => {
    const look = () => {
      const [record] = store.getSnapshot()
      if (record && !isOpen(record)) resolve(record)
    }
    store.subscribe(look)
    look()
  })
}

/** Code that reverts with these bytes. */
function revertingWith(data: Hex): Hex {
  const length = size(data).toString(16).padStart(2, '0')
  return `0x60${length}600c60003960${length}6000fd${data.slice(2)}`
}

const notInitialized = encodeErrorResult({
  ...{ abi: bondingManagerAbi, errorName: 'CurrentRoundNotInitialized', args: [7n] },
})
const paused = encodeErrorResult({ abi: bondingManagerAbi, errorName: 'SystemPaused' })

test('calls go one after the other, each tried, signed and waited for', async () => {
  follow()
  const { isDone, phases } = await run(honest(), [call, call])
  expect(isDone).toBe(true)
  const once = ['checking', 'signing', 'pending']
  expect(phases.filter((phase, index) => phase !== phases[index - 1])).toEqual([...once, ...once, 'done'])
  expect(store.getSnapshot().map(({ state }) => state)).toEqual(['confirmed', 'confirmed'])
})

test('a wallet that sends calls together is asked once, unless one of them would be refused', async () => {
  const bundles: (readonly unknown[])[] = []
  const bundler: Wallet = {
    ...walletThat(() => Promise.reject(new Error('nobody may be asked'))),
    sendTogether: async (calls) => {
      bundles.push(calls)
      return signer().sendTransaction({ to: account.address })
    },
  }
  follow()
  const { to, data } = call
  const first = { functionName: 'approve', to: account.address, data: '0x' } as const
  expect(await run(bundler, [first, call])).toMatchObject({ isDone: true })
  expect(bundles).toEqual([
    [
      { to: account.address, data: '0x' },
      { to, data },
    ],
  ])
  await chain.setCode({ address: target, bytecode: revertingWith(paused) })
  expect((await run(bundler, [first, call])).last).toMatchObject({
    why: { kind: 'refused', sentence: expect.stringMatching(/protocol is paused/) },
  })
  expect(bundles).toHaveLength(1)
})

test('error: what the contract would refuse is not sent, and said in a sentence', async () => {
  await chain.setCode({ address: target, bytecode: revertingWith(paused) })
  const { last } = await run(walletThat(() => Promise.reject(new Error('nobody may be asked'))))
  expect(last).toMatchObject({
    why: { kind: 'refused', sentence: expect.stringMatching(/protocol is paused/) },
  })
  expect(store.getSnapshot()).toEqual([])
})

test('error: the live network’s words get the same sentence', async () => {
  const said = encodeErrorResult({
    abi: [{ type: 'error', name: 'Error', inputs: [{ type: 'string' }] }],
    args: ['current round is not initialized'],
  })
  await chain.setCode({ address: target, bytecode: revertingWith(said) })
  expect(await send(honest())).toMatchObject({ sentence: expect.stringMatching(/^Nobody has begun/) })
})

test('error: a signature that was declined leaves nothing behind', async () => {
  const declined = Object.assign(new Error('User rejected the request.'), { code: 4001 })
  const { last } = await run(walletThat(() => Promise.reject(declined)))
  expect(last).toEqual({ phase: 'not-sent', why: { kind: 'rejected' } })
  expect(store.getSnapshot()).toEqual([])
})

test('error: on another network nothing is sent', async () => {
  const { last } = await run({ ...honest(), chainId: 1 })
  expect(last).toEqual({ phase: 'not-sent', why: { kind: 'wrong-network' } })
})

test('error: an account without ether is told how much it takes', async () => {
  const poor = { ...honest(), address: `0x${'9b'.repeat(20)}` as const }
  expect((await run(poor)).last).toMatchObject({ why: { kind: expect.stringMatching(/no-ether|refused/) } })
})

test('while one is on its way no other is sent, not by another tab either', async () => {
  await chain.setAutomine(false)
  const sent = await send(honest())
  expect(sent).toMatchObject({ state: 'pending' })
  store = new TransactionStore(storage, chainId)
  expect(await send(honest())).toEqual({ kind: 'another-open', label: 'Bond' })
  await chain.mine({ blocks: 1 })
})

test('one that is in a block is no longer on its way, even if nobody has looked', async () => {
  const sent = await send(honest())
  if ('kind' in sent || !sent.hash) throw new Error('It was sent.')
  await chain.waitForTransactionReceipt({ hash: sent.hash })
  expect(await send(honest())).toMatchObject({ state: 'pending' })
})

test('a round that ends between two calls is waited for', async () => {
  follow()
  const other = { functionName: 'approve', to: account.address, data: '0x' } as const
  const phases = new Set<string>()
  const { signal } = new AbortController()
  const onProgress = ({ phase }: Progress) => {
    if (phase === 'pending') void chain.setCode({ address: target, bytecode: revertingWith(notInitialized) })
    if (phase === 'waiting-for-round') void chain.setCode({ address: target, bytecode: '0x' })
    phases.add(phase)
  }
  const options = { wallet: honest(), calls: [other, call], labelOf: () => 'Bond', onProgress, signal }
  expect(await runPlan(options, deps())).toBe(true)
  expect([...phases]).toContain('waiting-for-round')
})

test('whoever leaves while a round is waited for is asked for no signature', async () => {
  await chain.setCode({ address: target, bytecode: revertingWith(notInitialized) })
  const leaving = new AbortController()
  const onProgress = ({ phase }: Progress) => {
    if (phase !== 'waiting-for-round') return
    leaving.abort()
    void chain.setCode({ address: target, bytecode: '0x' })
  }
  let asked = 0
  const wallet = walletThat((transaction) => {
    asked++
    return honest().send(transaction)
  })
  const options = { wallet, calls: [call], labelOf: () => 'Bond', onProgress, signal: leaving.signal }
  expect(await runPlan(options, deps())).toBe(false)
  expect(asked).toBe(0)
})

test('a transaction is followed after the page was left', async () => {
  await chain.setAutomine(false)
  await send(honest())
  store = new TransactionStore(storage, chainId)
  follow()
  await chain.mine({ blocks: 1 })
  expect(await ended()).toMatchObject({ state: 'confirmed' })
})

test('one that the wallet speeds up is the same one, with another hash', async () => {
  await chain.setAutomine(false)
  const sent = await send(honest())
  if ('kind' in sent) throw new Error('It was sent.')
  const faster = await signer().sendTransaction({
    ...{ to: call.to, data: call.data, nonce: sent.nonce, gas: 100_000n },
    ...{ maxFeePerGas: 50n * 10n ** 9n, maxPriorityFeePerGas: 20n * 10n ** 9n },
  })
  await chain.mine({ blocks: 3 })
  follow()
  expect(await ended()).toMatchObject({ state: 'confirmed', isSpedUp: true, hash: faster })
})

test.each([
  ['cancelled', () => account.address],
  ['replaced', (): Address => `0x${'5c'.repeat(20)}`],
])('one that gives way to another is %s', async (state, to) => {
  await chain.setAutomine(false)
  const sent = await send(honest())
  if ('kind' in sent) throw new Error('It was sent.')
  await signer().sendTransaction({
    ...{ to: to(), nonce: sent.nonce, gas: 100_000n },
    ...{ maxFeePerGas: 50n * 10n ** 9n, maxPriorityFeePerGas: 20n * 10n ** 9n },
  })
  await chain.mine({ blocks: 1 })
  follow()
  expect(await ended()).toMatchObject({ state })
})

test('error: one that is mined and refused says why', async () => {
  await chain.setAutomine(false)
  await send(honest())
  await chain.setCode({ address: target, bytecode: revertingWith(paused) })
  await chain.mine({ blocks: 2 })
  follow()
  expect(await ended()).toMatchObject({
    state: 'failed',
    reason: expect.stringMatching(/protocol is paused/),
  })
})

test('a wallet that fails after it has sent is believed by what the chain says', async () => {
  follow()
  const wallet = walletThat(async (transaction) => {
    await honest().send(transaction)
    throw new Error('the connection broke')
  })
  expect(await send(wallet)).toMatchObject({ state: 'confirmed' })
})

test('a page that was left while the wallet asked finds out whether it sent', async () => {
  let sign: (value: Hex) => void = () => undefined
  void send(walletThat(() => new Promise((resolve) => (sign = resolve)))).catch(() => undefined)
  await waitFor(() => store.getSnapshot().length === 1)
  const left = storage.getItem(`millrace.transactions.${chainId}`) ?? ''
  // Never signed: there is nothing to follow.
  store = new TransactionStore(storage, chainId)
  follow()
  await waitFor(() => store.getSnapshot().length === 0)
  // Signed after the page was gone.
  storage.setItem(`millrace.transactions.${chainId}`, left)
  await signer().sendTransaction({ to: call.to, data: call.data })
  store = new TransactionStore(storage, chainId)
  follow()
  expect(await ended()).toMatchObject({ state: 'confirmed' })
  sign('0x')
})

test('error: what others left in the storage is no reason to fail', () => {
  storage.setItem(`millrace.transactions.${chainId}`, '[{"id":1}]')
  expect(new TransactionStore(storage, chainId).getSnapshot()).toEqual([])
})

async function waitFor(isThere: () => boolean): Promise<void> {
  while (!isThere()) await new Promise((resolve) => setTimeout(resolve, 20))
}
