import { silentLogger } from '@millrace/common'
import type { Address, Hex } from '@millrace/crypto'
import { createTestClient, encodeFunctionData, http, type TestClient, toHex } from 'viem'
import { mnemonicToAccount } from 'viem/accounts'
import type { DeployOptions } from '../src/deploy/index.ts'
import { startTestChain, type TestChain, type TestChainOptions } from '../src/deploy/test/anvil.ts'
import { options as deployOptions } from '../src/deploy/test/fixtures.ts'
import {
  type Actions,
  accountFromPrivateKey,
  type Chain,
  type ConnectOptions,
  connectChain,
  createActions,
  TxSender,
  type TxSenderOptions,
  type UnlockedAccount,
} from '../src/index.ts'
import { deployOnce, type HistoryOption } from './deployed-state.ts'

export { startTestChain, type TestChain } from '../src/deploy/test/anvil.ts'
export { deployAt } from './deploy-at.ts'
export { type ProxyMode, type RpcProxy, startProxy } from './proxy.ts'
export { type SignerDialect, type SignerServer, startSigner } from './signer-server.ts'

export const log = silentLogger()
export const ether = 10n ** 18n
const mnemonic = 'test test test test test test test test test test test junk'

/** Derived once: that takes tens of milliseconds, and tests name the same accounts again and again. */
const keys = new Map<number, Hex>()

/** Key of anvil's test account of a number; 0 deploys, 1 owns the protocol. */
export function privateKey(index: number): Hex {
  const known = keys.get(index)
  if (known !== undefined) return known
  const key = mnemonicToAccount(mnemonic, { addressIndex: index }).getHdKey().privateKey
  if (!key) throw new Error('A mnemonic account has a key.')
  keys.set(index, toHex(key))
  return toHex(key)
}

export function account(index: number): UnlockedAccount {
  return accountFromPrivateKey(privateKey(index))
}

export interface Actor extends UnlockedAccount {
  readonly actions: Actions
  readonly sender: TxSender
}

/** A deployed protocol on an anvil of its own that mines each transaction at once. */
export interface Protocol extends AsyncDisposable {
  readonly chain: Chain
  readonly rpcUrl: string
  readonly anvil: TestClient
  readonly controller: Address
  connect(options?: Partial<ConnectOptions>): Promise<Chain>
  actor(index: number, options?: TxSenderOptions): Actor
  mine(blocks: number): Promise<void>
  /** Goes to the first block of the next round and initialises it. */
  nextRound(): Promise<bigint>
  /** A failed call leaves no trace. */
  raw(method: string, params?: readonly unknown[]): Promise<unknown>
  /** Has the chain sign for an account. The answer may come before the block, of a chain that mines at once too. */
  submit(transaction: TestTransaction): Promise<Hex>
  /** Submits, and waits for the block. */
  send(transaction: TestTransaction): Promise<Hex>
}

export interface TestTransaction {
  readonly from: Address
  readonly to: Address
  readonly data: Hex
  readonly valueWei?: bigint
}

export async function startProtocol(
  parameters: Partial<DeployOptions['parameters']> = {},
  options: TestChainOptions & HistoryOption = {},
): Promise<Protocol> {
  const node = await startTestChain(options)
  const { controller, multicall3 } = await deployOnce(node.rpcUrl, testOptions(parameters), options)
  return protocolOn(node, { controller, multicall3 })
}

/** Options of a deployment in which every test account has tokens. */
export function testOptions(parameters: Partial<DeployOptions['parameters']> = {}): DeployOptions {
  const grants = Array.from({ length: 10 }, (_, index) => ({
    to: account(index).address,
    amount: 1_000_000n * ether,
  }))
  return { ...deployOptions, grants, parameters: { ...deployOptions.parameters, ...parameters } }
}

/** The protocol that a chain has already; the chain ends with it. */
export async function protocolOn(
  node: TestChain,
  deployment: Partial<ConnectOptions> & { readonly controller: Address },
): Promise<Protocol> {
  const { rpcUrl } = node
  const { controller } = deployment
  const connect = (options: Partial<ConnectOptions> = {}) =>
    connectChain({ rpcUrls: [rpcUrl], ...deployment, ...options }, { log })
  const chain = await connect()
  const anvil = createTestClient({ mode: 'anvil', transport: http(rpcUrl) })
  const senders: TxSender[] = []
  const actor = (index: number, options: TxSenderOptions = {}): Actor => {
    const unlocked = account(index)
    const sender = new TxSender(
      { pollIntervalMs: 20, ...options },
      { client: chain.client, account: unlocked.account, log },
    )
    senders.push(sender)
    return { ...unlocked, sender, actions: createActions(chain, sender) }
  }
  const mine = (blocks: number) => anvil.mine({ blocks })
  const submit = (transaction: TestTransaction) =>
    raw('eth_sendTransaction', [requestOf(transaction)]) as Promise<Hex>
  const send = async (transaction: TestTransaction) => {
    const receipt = await raw('eth_sendTransactionSync', [requestOf(transaction)])
    return (receipt as { readonly transactionHash: Hex }).transactionHash
  }
  const raw: Protocol['raw'] = (method, params = []) => chain.client.request({ method, params } as never)
  return {
    chain,
    rpcUrl,
    anvil,
    controller,
    connect,
    actor,
    mine,
    async nextRound() {
      const { number, startBlock, lengthBlocks, isInitialized } = await chain.rounds.current()
      const target = startBlock + lengthBlocks
      if (isInitialized || number === 0n) await mine(Number(target - (await chain.blockNumbers.latest())))
      const { address, abi } = chain.contracts.roundsManager
      const data = encodeFunctionData({ abi, functionName: 'initializeRound' })
      await send({ from: account(9).address, to: address, data })
      return (await chain.rounds.current()).number
    },
    raw,
    submit,
    send,
    async [Symbol.asyncDispose]() {
      await Promise.all(senders.map((sender) => sender.close()))
      await node[Symbol.asyncDispose]()
    },
  }
}

function requestOf({ from, to, data, valueWei = 0n }: TestTransaction) {
  return { from, to, data, value: toHex(valueWei), gas: toHex(8_000_000) }
}
