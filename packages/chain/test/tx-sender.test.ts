import { parseEther, toHex } from 'viem'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import {
  accountFromPrivateKey,
  GasPriceTooHighError,
  InsufficientBalanceError,
  SenderBusyError,
  SenderClosedError,
  type SignedTransaction,
  signedTransactionOf,
  TransactionTimeoutError,
} from '../src/index.ts'
import { TxSender } from '../src/tx/tx-sender.ts'
import { account, log, type Protocol, startProtocol } from './kit.ts'
import { startProxy } from './proxy.ts'
import { until } from './until.ts'

let protocol: Protocol
beforeAll(async () => {
  protocol = await startProtocol()
})
afterEach(() => protocol.anvil.setAutomine(true))
afterAll(() => protocol[Symbol.asyncDispose]())

const to = '0x00000000000000000000000000000000000000bb'
const transfer = (valueWei: bigint) => ({ label: 'transfer', to, valueWei }) as const
/** The one transaction of an account that waits in the node. */
async function waitingOf(address: string): Promise<PoolTransaction | undefined> {
  const { pending } = (await protocol.raw('txpool_content')) as {
    readonly pending: Record<string, Record<string, PoolTransaction>>
  }
  const [, mine] =
    Object.entries(pending).find(([from]) => from.toLowerCase() === address.toLowerCase()) ?? []
  return Object.values(mine ?? {})[0]
}
interface PoolTransaction {
  readonly hash: string
  readonly maxFeePerGas: string
}

test('transactions sent at once get nonces in order and are all mined', async () => {
  const { sender } = protocol.actor(2)
  const before = await protocol.chain.client.getBalance({ address: to })
  const receipts = await Promise.all(
    Array.from({ length: 20 }, (_, index) => sender.send(transfer(BigInt(index)))),
  )
  expect(receipts.every(({ status }) => status === 'success')).toBe(true)
  expect(await protocol.chain.client.getBalance({ address: to })).toBe(before + 190n)
  expect(sender.pending).toBe(0)
})

test('a refused call between good ones leaves no gap in the nonces', async () => {
  const { sender, actions } = protocol.actor(3)
  const [first, refused, last] = await Promise.allSettled([
    sender.send(transfer(1n)),
    actions.staking.reward(),
    sender.send(transfer(1n)),
  ])
  expect([first.status, refused.status, last.status]).toEqual(['fulfilled', 'rejected', 'fulfilled'])
})

test('the nonce follows when the key is used by another program between two transactions', async () => {
  const { sender } = protocol.actor(4)
  const other = new TxSender(
    { pollIntervalMs: 20 },
    { client: protocol.chain.client, account: account(4).account, log },
  )
  for (let i = 0; i < 3; i++) {
    await sender.send(transfer(1n))
    await other.send(transfer(1n))
  }
  await other.close()
})

test('a stuck transaction is replaced with fees at least a tenth higher', async () => {
  const { sender, address } = protocol.actor(5, { replaceAfterMs: 200, maxReplacements: 50 })
  await protocol.anvil.setAutomine(false)
  const sent = sender.send(transfer(1n))
  const first = await until(() => waitingOf(address))
  const second = await until(async () => {
    const now = await waitingOf(address)
    return now && now.hash !== first.hash ? now : undefined
  })
  expect(BigInt(second.maxFeePerGas) * 10n).toBeGreaterThanOrEqual(BigInt(first.maxFeePerGas) * 11n)
  await protocol.anvil.setAutomine(true)
  await protocol.mine(1)
  const receipt = await sent
  expect(receipt.status).toBe('success')
  expect(receipt.transactionHash).not.toBe(first.hash)
})

test('a transaction that the node forgot is sent again', async () => {
  const { sender, address } = protocol.actor(6)
  await protocol.anvil.setAutomine(false)
  const sent = sender.send(transfer(1n))
  await until(() => waitingOf(address))
  await protocol.raw('anvil_dropAllTransactions')
  expect(await waitingOf(address)).toBeUndefined()
  await until(() => waitingOf(address))
  await protocol.mine(1)
  expect((await sent).status).toBe('success')
})

test('a transaction whose nonce another program took is sent anew', async () => {
  const { sender, address } = protocol.actor(7)
  await protocol.anvil.setAutomine(false)
  const sent = sender.send(transfer(1n))
  await until(() => waitingOf(address))
  await protocol.raw('anvil_dropAllTransactions')
  const nonce = await protocol.chain.client.getTransactionCount({ address })
  await protocol.raw('anvil_setNonce', [address, toHex(nonce + 1)])
  await protocol.anvil.setAutomine(true)
  const receipt = await sent
  const { nonce: used } = await protocol.chain.client.getTransaction({ hash: receipt.transactionHash })
  expect(used).toBe(nonce + 1)
})

test('with confirmations a transaction counts once enough blocks follow it', async () => {
  const { sender, address } = protocol.actor(3, { confirmations: 3 })
  const count = () => protocol.chain.client.getTransactionCount({ address })
  const before = await count()
  let isDone = false
  const sent = sender.send(transfer(1n)).finally(() => {
    isDone = true
  })
  await until(async () => (await count()) > before)
  await protocol.mine(1)
  expect(isDone).toBe(false)
  await protocol.mine(2)
  const { blockNumber } = await sent
  expect((await protocol.chain.blockNumbers.latest()) - blockNumber + 1n).toBeGreaterThanOrEqual(3n)
})

test('a prepared transaction is sent by whoever keeps it, also by another process, and others get other nonces', async () => {
  const { sender, address } = protocol.actor(6)
  const before = await protocol.chain.client.getTransactionCount({ address })
  const kept: SignedTransaction[] = []
  const signed = await sender.prepare(transfer(1n), (one) => kept.push(one))
  expect(kept).toEqual([signed])
  expect(signedTransactionOf(signed.raw)).toEqual(signed)
  // As after a restart: nobody has sent it yet.
  const restarted = protocol.actor(6).sender
  restarted.hold(signed.nonce)
  const later = restarted.send(transfer(2n))
  const raised = await restarted.reprice(signed, { label: 'transfer', maxFeePerGasWei: undefined })
  expect(raised.nonce).toBe(signed.nonce)
  expect(raised.maxFeePerGasWei * 10n).toBeGreaterThanOrEqual(signed.maxFeePerGasWei * 11n)
  expect(await restarted.broadcast(raised)).toBe(true)
  expect(await restarted.broadcast(signed)).toBe(false)
  expect((await later).status).toBe('success')
  restarted.release(signed.nonce)
  expect(await protocol.chain.client.getTransactionCount({ address })).toBe(before + 2)
  await expect(restarted.reprice(signed, { label: 'transfer', maxFeePerGasWei: 1n })).rejects.toThrow(
    GasPriceTooHighError,
  )
})

test('a prepared transaction that its keeper refuses leaves no gap', async () => {
  const { sender } = protocol.actor(7)
  const refuse = () => {
    throw new Error('the disk is full')
  }
  await expect(sender.prepare(transfer(1n), refuse)).rejects.toThrow('the disk is full')
  expect((await sender.send(transfer(1n))).status).toBe('success')
})

test('error: a transaction that is never mined is given up after its replacements', async () => {
  const { sender, address } = protocol.actor(8, { replaceAfterMs: 50, maxReplacements: 2 })
  await protocol.anvil.setAutomine(false)
  await expect(sender.send(transfer(1n))).rejects.toThrow(TransactionTimeoutError)
  await protocol.anvil.setAutomine(true)
  await protocol.mine(1)
  expect((await protocol.chain.client.getTransactionCount({ address })) > 0).toBe(true)
  expect((await sender.send(transfer(1n))).status).toBe('success')
})

test('error: an account without ether', async () => {
  const poor = accountFromPrivateKey(`0x${'77'.repeat(32)}`)
  const sender = new TxSender({}, { client: protocol.chain.client, account: poor.account, log })
  await expect(sender.send({ label: 'nothing', to })).rejects.toThrow(InsufficientBalanceError)
  await expect(sender.send(transfer(parseEther('1')))).rejects.toThrow(InsufficientBalanceError)
  await sender.close()
})

test('error: gas above the limit', async () => {
  const { sender } = protocol.actor(2, { maxFeePerGasWei: 1n })
  await expect(sender.send(transfer(1n))).rejects.toThrow(GasPriceTooHighError)
})

test('error: a full queue refuses, and closing gives up what waits', async () => {
  const { sender } = protocol.actor(5, { maxQueued: 2, maxInFlight: 1 })
  await protocol.anvil.setAutomine(false)
  const waiting = [sender.send(transfer(1n)), sender.send(transfer(1n))]
  await expect(sender.send(transfer(1n))).rejects.toThrow(SenderBusyError)
  await until(() => waitingOf(sender.address))
  const settled = Promise.allSettled(waiting)
  await sender.close()
  const reasons = (await settled).map((one) => (one.status === 'rejected' ? one.reason : undefined))
  expect(reasons).toEqual([expect.any(SenderClosedError), expect.any(SenderClosedError)])
  await expect(sender.send(transfer(1n))).rejects.toThrow(SenderClosedError)
})

test.each([
  { mode: 'no-receipts', receiver: '0x00000000000000000000000000000000000000dd' },
  { mode: 'late-receipts', receiver: '0x00000000000000000000000000000000000000de' },
] as const)('error: a mined transaction is not sent again with $mode', async ({ mode, receiver }) => {
  await using proxy = await startProxy(protocol.rpcUrl, mode)
  const chain = await protocol.connect({
    rpcUrls: [proxy.url],
    addresses: protocol.chain.addresses,
    attempts: 1,
  })
  const sender = new TxSender(
    { pollIntervalMs: 20 },
    { client: chain.client, account: account(9).account, log },
  )
  const sent = sender.send({ label: 'transfer', to: receiver, valueWei: 1n })
  const asked = () => proxy.methods.filter((method) => method === 'eth_getTransactionReceipt').length
  await until(async () => (asked() > 10 ? true : undefined))
  proxy.mode = 'pass'
  expect((await sent).status).toBe('success')
  expect(await protocol.chain.client.getBalance({ address: receiver })).toBe(1n)
  await sender.close()
})
