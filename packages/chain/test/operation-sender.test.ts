import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '@millrace/common'
import { encodeFunctionData, toHex } from 'viem'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { ContractRevertError, type TxSenderOptions } from '../src/index.ts'
import {
  OperationIdReusedError,
  OperationPendingError,
  OperationRecord,
  OperationRecordBusyError,
  OperationRecordError,
  OperationRefusedError,
  OperationSender,
} from '../src/operations/index.ts'
import { account, ether, log, type Protocol, startProtocol } from './kit.ts'
import { until } from './until.ts'

let protocol: Protocol
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millrace-operations-'))
  protocol = await startProtocol()
  await protocol.nextRound()
})
afterEach(() => protocol.anvil.setAutomine(true))
afterAll(async () => {
  await protocol[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})

const to = '0x00000000000000000000000000000000000000ee'
const payment = (wei: number) => ({ name: 'transfer-ether', parameters: { to, amountWei: String(wei) } })
const received = () => protocol.chain.client.getBalance({ address: to })

/** A process that sends for an account; `end` is what its death leaves. */
function startProcess(index: number, options: TxSenderOptions = {}) {
  const record = OperationRecord.open(join(folder, `${index}.sqlite`))
  const { sender, address } = protocol.actor(index, options)
  const desk = new OperationSender({ chain: protocol.chain, sender, record, clock: systemClock, log })
  const end = async () => {
    record.close()
    await sender.close()
  }
  return { desk, record, address, end, [Symbol.asyncDispose]: end }
}

async function waitingOf(address: string): Promise<readonly string[]> {
  const { pending } = (await protocol.raw('txpool_content')) as {
    readonly pending: Record<string, Record<string, { hash: string }>>
  }
  const mine = Object.entries(pending).find(([from]) => from.toLowerCase() === address.toLowerCase())
  return Object.values(mine?.[1] ?? {}).map(({ hash }) => hash)
}
const onceWaiting = (address: string) =>
  until(async () => ((await waitingOf(address)).length > 0 ? true : undefined))

test('an operation is made once and tells what was mined and said', async () => {
  await using one = startProcess(2)
  const outcome = await one.desk.send({
    name: 'bond',
    parameters: { amountWei: String(1_000n * ether), to: one.address },
  })
  expect(outcome.mined.map(({ label }) => label)).toEqual(['approve', 'bondWithHint'])
  expect(outcome.events.find(({ event }) => event === 'Bond')?.values.bondedAmount).toBe(1_000n * ether)
  expect(outcome.wasSentBefore).toBe(false)
  expect(one.record.open()).toBeUndefined()
})

test('error: an operation that would fail is not sent', async () => {
  await using one = startProcess(3)
  const nonce = () => protocol.chain.client.getTransactionCount({ address: one.address })
  const before = await nonce()
  await expect(one.desk.send({ name: 'reward', parameters: {} })).rejects.toThrow(OperationRefusedError)
  await expect(one.desk.send({ name: 'withdraw-deposit', parameters: {} })).rejects.toThrow(
    /was not sent: .*has neither deposit nor reserve|was not sent: .*no unlock/,
  )
  expect(await nonce()).toBe(before)
})

test('a request repeated with its id is answered from the record, and not made again', async () => {
  await using one = startProcess(4)
  const before = await received()
  const first = await one.desk.send({ ...payment(5), id: 'a' })
  const again = await one.desk.send({ ...payment(5), id: 'a' })
  expect(again).toMatchObject({ mined: first.mined, wasSentBefore: true })
  expect(await received()).toBe(before + 5n)
  await one.desk.send({ ...payment(5), id: 'b' })
  expect(await received()).toBe(before + 10n)
  await expect(one.desk.send({ ...payment(6), id: 'a' })).rejects.toThrow(OperationIdReusedError)
})

test('requests at the same time with the same id are made once', async () => {
  await using one = startProcess(4)
  const before = await received()
  await Promise.all(Array.from({ length: 5 }, () => one.desk.send({ ...payment(3), id: 'same' })))
  expect(await received()).toBe(before + 3n)
})

test('a process that dies after sending: the next one asked for the same finds it mined and sends nothing', async () => {
  const before = await received()
  await protocol.anvil.setAutomine(false)
  const first = startProcess(5)
  const lost = first.desk.send(payment(7)).catch((error) => error)
  await onceWaiting(first.address)
  await first.end()
  expect(await lost).toBeInstanceOf(OperationPendingError)
  await protocol.mine(1)
  await protocol.anvil.setAutomine(true)
  await using second = startProcess(5)
  const outcome = await second.desk.send(payment(7))
  expect(outcome.wasSentBefore).toBe(true)
  expect(outcome.mined).toHaveLength(1)
  expect(await received()).toBe(before + 7n)
  // What it is asked for after that is a new payment.
  expect((await second.desk.send(payment(7))).wasSentBefore).toBe(false)
  expect(await received()).toBe(before + 14n)
})

test('a transaction that nodes forgot is sent again as it was, and mined once', async () => {
  const before = await received()
  await protocol.anvil.setAutomine(false)
  const first = startProcess(6)
  const lost = first.desk.send({ ...payment(9), id: 'nine' }).catch((error) => error)
  await onceWaiting(first.address)
  await first.end()
  await lost
  await protocol.raw('anvil_dropAllTransactions')
  await protocol.anvil.setAutomine(true)
  await using second = startProcess(6)
  await expect(second.desk.send({ ...payment(10), id: 'nine' })).rejects.toThrow(OperationIdReusedError)
  expect((await second.desk.send({ ...payment(9), id: 'nine' })).wasSentBefore).toBe(true)
  expect(await received()).toBe(before + 9n)
})

test('another operation waits until the one before it is settled', async () => {
  const before = await received()
  await protocol.anvil.setAutomine(false)
  const first = startProcess(7)
  const lost = first.desk.send(payment(100)).catch((error) => error)
  await onceWaiting(first.address)
  await first.end()
  await lost
  await using second = startProcess(7, { replaceAfterMs: 40, maxReplacements: 1 })
  await expect(second.desk.send(payment(1))).rejects.toThrow(/is not settled: 0x.* may still be mined/)
  expect(await received()).toBe(before)
  await protocol.anvil.setAutomine(true)
  await protocol.mine(1)
  expect(await second.desk.settle(payment(1))).toMatchObject({
    outcome: { operation: 'transfer-ether', wasSentBefore: true },
    isThisOne: false,
  })
  expect((await second.desk.send(payment(1))).wasSentBefore).toBe(false)
  expect(await received()).toBe(before + 101n)
})

test('an operation whose nonce another program used was never made, and is made when asked for again', async () => {
  const before = await received()
  await protocol.anvil.setAutomine(false)
  const first = startProcess(8)
  const lost = first.desk.send(payment(11)).catch((error) => error)
  await onceWaiting(first.address)
  await first.end()
  await lost
  await protocol.raw('anvil_dropAllTransactions')
  const nonce = await protocol.chain.client.getTransactionCount({ address: first.address })
  await protocol.raw('anvil_setNonce', [first.address, toHex(nonce + 1)])
  await protocol.anvil.setAutomine(true)
  await using second = startProcess(8)
  expect((await second.desk.send(payment(11))).wasSentBefore).toBe(false)
  expect(await received()).toBe(before + 11n)
})

test('a process that dies between two calls: asked for again, only what is missing is made', async () => {
  await protocol.anvil.setAutomine(false)
  const first = startProcess(9)
  const bond = { name: 'bond', parameters: { amountWei: String(50n * ether), to: account(2).address } }
  const lost = first.desk.send(bond).catch((error) => error)
  await onceWaiting(first.address)
  await first.end()
  await lost
  await protocol.mine(1)
  await protocol.anvil.setAutomine(true)
  await using second = startProcess(9)
  const outcome = await second.desk.send(bond)
  expect(outcome.mined.map(({ label }) => label)).toEqual(['bondWithHint'])
  expect((await protocol.chain.staking.delegator(first.address)).bondedWei).toBe(50n * ether)
})

test('error: a call that is mined and fails ends the operation', async () => {
  await using one = startProcess(3)
  await protocol.anvil.setAutomine(false)
  const deposit = { name: 'deposit', parameters: { amountWei: '1' } }
  const failing = one.desk.send(deposit).catch((error) => error)
  await onceWaiting(one.address)
  // The protocol is paused in between, which the simulation could not know.
  const { client, contracts } = protocol.chain
  const owner = await client.readContract({ ...contracts.controller, functionName: 'owner' })
  await protocol.raw('anvil_impersonateAccount', [owner])
  const pause = encodeFunctionData({ abi: contracts.controller.abi, functionName: 'pause' })
  const maxFeePerGas = toHex(10n ** 12n)
  const fees = { maxFeePerGas, maxPriorityFeePerGas: maxFeePerGas, gas: toHex(200_000) }
  const call = { from: owner, to: contracts.controller.address, data: pause, ...fees }
  await protocol.raw('eth_sendTransaction', [call])
  await protocol.mine(1)
  expect(await failing).toBeInstanceOf(ContractRevertError)
  expect(one.record.open()).toBeUndefined()
  await protocol.anvil.setAutomine(true)
  const unpause = encodeFunctionData({ abi: contracts.controller.abi, functionName: 'unpause' })
  await protocol.send({ ...call, data: unpause })
  expect((await one.desk.send(deposit)).wasSentBefore).toBe(false)
})

test('error: two programs do not send for one account at once', async () => {
  await using one = startProcess(2)
  expect(() => startProcess(2)).toThrow(OperationRecordBusyError)
  await one.end()
  await startProcess(2).end()
})

test('error: a record that cannot be read sends nothing', () => {
  expect(() => OperationRecord.open(folder)).toThrow(OperationRecordError)
})

test('the record forgets what is long over, and keeps what is not', async () => {
  const record = OperationRecord.open(join(folder, 'long.sqlite'))
  const entry = { operation: 'claim', parameters: '[]', startedAtMs: 0, calls: 1, steps: [] }
  for (let id = 0; id < 220; id++) record.save(String(id), entry, { isOpen: false })
  record.save('open', entry, { isOpen: true })
  expect([record.finished('0'), record.finished('19')]).toEqual([undefined, undefined])
  expect(record.finished('20')).toEqual(entry)
  expect(record.open()?.id).toBe('open')
  record.close()
})
