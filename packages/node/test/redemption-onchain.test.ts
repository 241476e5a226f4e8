import { account, ether, startProxy } from '@millrace/chain/testing'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { StoredWinner } from '../src/redemption/winner-store.ts'
import { until } from './orchestrator-fixture.ts'
import {
  dataFolder,
  faceValueWei,
  type RedemptionNetwork,
  type RedemptionNodeOptions,
  startRedemptionNetwork,
  startRedemptionNode,
} from './redemption-kit.ts'

let network: RedemptionNetwork
let folder: ReturnType<typeof dataFolder>
beforeAll(async () => {
  network = await startRedemptionNetwork()
})
beforeEach(async () => {
  folder = dataFolder()
  // A test's blocks fit into one round.
  await network.protocol.nextRound()
})
afterEach(async () => {
  await network.protocol.anvil.setAutomine(true)
  folder[Symbol.dispose]()
})
afterAll(() => network?.[Symbol.asyncDispose]())

const startNode = (options: Omit<RedemptionNodeOptions, 'dataDir'> = {}) =>
  startRedemptionNode(network, { dataDir: folder.path, ...options })
const height = () => network.protocol.chain.client.getBlockNumber()
const mine = (blocks = 1) => network.protocol.mine(blocks)

/** Lets blocks go by until something is so. */
async function untilMined(what: string, condition: () => boolean | Promise<boolean>): Promise<void> {
  let turn = 0
  await until(what, async () => {
    if (++turn % 10 === 0) await mine()
    return condition()
  })
}

/** Transactions that the broker got since a block. */
async function transactionsSince(fromBlock: bigint): Promise<readonly string[]> {
  const { client, contracts } = network.protocol.chain
  const events = await client.getContractEvents({
    ...contracts.ticketBroker,
    eventName: 'WinningTicketRedeemed',
    fromBlock,
  })
  return [...new Set(events.map(({ transactionHash }) => transactionHash))]
}

const spoilt = (winner: StoredWinner): StoredWinner => ({
  ...winner,
  signature: winner.signature.with(3, (winner.signature[3] ?? 0) ^ 1) as Uint8Array<ArrayBuffer>,
})

test('winners that are due together share a transaction, and what each was paid is read from its events', async () => {
  await using node = await startNode()
  const fromBlock = (await height()) + 1n
  const before = await network.protocol.chain.broker.senderInfo(network.gateway.address)
  node.winners.add(await network.winners(12))
  await untilMined('all are redeemed', () => node.redeemed.length === 12)
  expect(await transactionsSince(fromBlock)).toHaveLength(1)
  expect(await network.paidSince(fromBlock)).toEqual(Array.from({ length: 12 }, () => faceValueWei))
  const after = await network.protocol.chain.broker.senderInfo(network.gateway.address)
  expect(before.depositWei - after.depositWei).toBe(12n * faceValueWei)
  expect(node.winners.totals()).toMatchObject({ ticketsRedeemed: 12, redeemedWei: 12n * faceValueWei })
})

test('a batch holds as many tickets as its gas limit allows, and uses no more gas than was assumed', async () => {
  const settings = { redeemBatchGasLimit: 350_000n + 4n * 60_000n }
  await using node = await startNode({ settings })
  const fromBlock = (await height()) + 1n
  node.winners.add(await network.winners(12))
  await untilMined('all are redeemed', () => node.redeemed.length === 12)
  const hashes = await transactionsSince(fromBlock)
  expect(hashes).toHaveLength(3)
  for (const hash of hashes) {
    const { gasUsed } = await network.protocol.chain.client.getTransactionReceipt({
      hash: hash as `0x${string}`,
    })
    expect(gasUsed).toBeLessThan(settings.redeemBatchGasLimit)
  }
})

test('a ticket that the contract refuses is lost alone, and holds up no other', async () => {
  await using node = await startNode()
  const [bad, ...good] = await network.winners(4)
  if (!bad) throw new Error('There are four.')
  node.winners.add([spoilt(bad), ...good])
  await untilMined('the good ones are redeemed', () => node.redeemed.length === 3)
  expect(node.lost).toMatchObject([{ ticketHash: bad.ticketHash, cause: 'refused' }])
})

test('a ticket that somebody else redeemed is taken over as the chain says', async () => {
  await using node = await startNode()
  const winners = await network.winners(3)
  const other = network.protocol.actor(4)
  const structs = winners.map((winner) => {
    const [ticket, sig, recipientRand] = network.scheme.redemption(winner).args
    return { ticket, sig, recipientRand }
  })
  const { transactionHash } = await other.actions.broker.batchRedeemWinningTickets(structs.slice(0, 2))
  node.winners.add(winners)
  await untilMined('all are entered', () => node.redeemed.length === 3)
  expect(node.redeemed.filter(({ txHash }) => txHash === transactionHash)).toHaveLength(2)
  expect(node.winners.totals()).toMatchObject({ ticketsLost: 0, redeemedWei: 3n * faceValueWei })
})

test('a transaction is on disk before it is sent: another process finds it, sends and follows it', async () => {
  const { anvil, raw } = network.protocol
  await anvil.setAutomine(false)
  const fromBlock = (await height()) + 1n
  {
    // They are there from the start, so that no block is needed which might hold the transaction.
    await using first = await startNode({ stored: await network.winners(2) })
    await until('it is sent', () => first.told.includes('redemptionSent'))
  }
  // As if it had never reached a node.
  await raw('anvil_dropAllTransactions')
  await using again = await startNode()
  await anvil.setAutomine(true)
  await untilMined('both are redeemed', () => again.redeemed.length === 2)
  expect(await network.paidSince(fromBlock)).toEqual([faceValueWei, faceValueWei])
  expect(again.told).not.toContain('redemptionSent')
})

test('a stuck transaction is replaced by one of the same nonce with higher fees', async () => {
  const { anvil, raw, chain } = network.protocol
  await using node = await startNode({ settings: { redeemReplaceAfterMs: 100 } })
  await anvil.setAutomine(false)
  const nonce = await chain.client.getTransactionCount({ address: account(3).address })
  node.winners.add(await network.winners(2))
  await raw('evm_mine')
  await until('it is replaced', () => node.told.includes('redemptionReplaced'))
  await anvil.setAutomine(true)
  await untilMined('both are redeemed', () => node.redeemed.length === 2)
  expect(await chain.client.getTransactionCount({ address: account(3).address })).toBe(nonce + 1)
  const [{ txHash } = { txHash: undefined }] = node.redeemed
  const sent = await chain.client.getTransaction({ hash: txHash ?? '0x' })
  expect(sent.nonce).toBe(nonce)
})

test('no replacement pays more than the setting allows while tickets have time', async () => {
  const { anvil, raw, chain } = network.protocol
  const { maxFeePerGas } = await chain.client.estimateFeesPerGas()
  const redeemMaxGasPriceWei = (maxFeePerGas * 3n) / 2n
  await using node = await startNode({ settings: { redeemReplaceAfterMs: 100, redeemMaxGasPriceWei } })
  await anvil.setAutomine(false)
  node.winners.add(await network.winners(1))
  await raw('evm_mine')
  await until('it is sent', () => node.told.includes('redemptionSent'))
  const sentAtMs = Date.now()
  // Ten replacements would more than treble the price.
  await until('ten replacements were due', () => Date.now() - sentAtMs > 1_200)
  expect(node.replacedFeesWei.length).toBeGreaterThan(0)
  for (const feeWei of node.replacedFeesWei) expect(feeWei).toBeLessThanOrEqual(redeemMaxGasPriceWei)
  await anvil.setAutomine(true)
  await untilMined('it is redeemed', () => node.redeemed.length === 1)
})

test('a redemption that a reorganisation removes puts its ticket back, and it is redeemed again, once', async () => {
  const { anvil, raw } = network.protocol
  await using node = await startNode({ settings: { redeemConfirmations: 4 } })
  const fromBlock = (await height()) + 1n
  const [winner] = await network.winners(1)
  if (!winner) throw new Error('There is one.')
  const sender = network.gateway.address
  node.winners.add([winner])
  await mine()
  await until('it is mined', async () => (await network.paidSince(fromBlock)).length === 1)
  await until('the node knows', () => node.winners.waitingWei(sender) === 0n)
  expect(node.winners.totals()).toMatchObject({ ticketsWaiting: 1, ticketsRedeemed: 0 })
  await anvil.setAutomine(false)
  await raw('anvil_reorg', [Number((await height()) - fromBlock + 1n), []])
  expect(await network.paidSince(fromBlock)).toEqual([])
  await until('the node knows', () => node.told.includes('redemptionReorged'))
  expect(node.winners.waitingWei(sender)).toBe(faceValueWei)
  await anvil.setAutomine(true)
  await untilMined('it is final', () => node.redeemed.length === 1)
  expect(await network.paidSince(fromBlock)).toEqual([faceValueWei])
})

test('a nonce that another program took: the tickets wait again and are redeemed with the next one', async () => {
  const { anvil, raw, chain } = network.protocol
  await using node = await startNode()
  await anvil.setAutomine(false)
  node.winners.add(await network.winners(2))
  await raw('evm_mine')
  await until('it is sent', () => node.told.includes('redemptionSent'))
  const { address } = account(3)
  await raw('anvil_dropAllTransactions')
  const nonce = await chain.client.getTransactionCount({ address })
  await raw('anvil_setNonce', [address, `0x${(nonce + 1).toString(16)}`])
  await anvil.setAutomine(true)
  await untilMined('both are redeemed', () => node.redeemed.length === 2)
  expect(node.told.filter((name) => name === 'redemptionSent')).toHaveLength(2)
})

test('a spike of gas is waited out, but not when the sender is about to leave', async () => {
  const { raw } = network.protocol
  await using node = await startNode()
  // The average is taken from some calm blocks.
  await mine(2)
  await raw('anvil_setNextBlockBaseFeePerGas', ['0x2540be400'])
  await mine()
  await until('the spike is seen', () => node.view.latestGasPriceWei > 4n * node.view.gasPriceWei)
  node.winners.add(await network.winners(1))
  await raw('anvil_setNextBlockBaseFeePerGas', ['0x2540be400'])
  await mine()
  const block = node.view.block
  await until('a block went by', () => node.view.block > block || node.told.length > 0)
  expect(node.told).toEqual([])
  await network.gateway.actions.broker.unlock()
  await until('it is redeemed all the same', () => node.redeemed.length === 1)
  expect(node.view.latestGasPriceWei).toBeGreaterThan(2n * node.view.gasPriceWei)
  await network.gateway.actions.broker.cancelUnlock()
})

test('a ticket that costs more than it brings waits, is told of in its last round, and is lost with that cause', async () => {
  const { raw } = network.protocol
  await using node = await startNode()
  const [small] = await network.winners(1, { faceValueWei: 1_000n })
  const [large] = await network.winners(1)
  if (!small || !large) throw new Error('There are two.')
  node.winners.add([small, large])
  await untilMined('the large one is redeemed', () => node.redeemed.length === 1)
  await network.protocol.nextRound()
  await until('it is told of', () => node.told.includes('redemptionUnprofitable'))
  await network.protocol.nextRound()
  await untilMined('it is lost', () => node.lost.length === 1)
  expect(node.lost).toMatchObject([{ ticketHash: small.ticketHash, cause: 'tx-cost', faceValueWei: 1_000n }])
  await raw('evm_mine')
})

test('error: a sender without enough funds is waited for, and its ticket is lost only when its rounds are over', async () => {
  await using node = await startNode()
  const [winner] = await network.winners(1, { faceValueWei: 1_000n * ether })
  if (!winner) throw new Error('There is one.')
  node.winners.add([winner])
  await network.protocol.nextRound()
  await mine(3)
  expect(node.lost).toEqual([])
  await network.protocol.nextRound()
  await untilMined('it is lost', () => node.lost.length === 1)
  expect(node.lost).toMatchObject([{ cause: 'sender-funds' }])
})

test('while no endpoint answers nothing is lost, and afterwards all is redeemed once', async () => {
  const modes = ['stall', 'unavailable', 'cut', 'rate-limited'] as const
  await using first = await startProxy(network.protocol.rpcUrl)
  await using second = await startProxy(network.protocol.rpcUrl)
  await using node = await startNode({ rpcUrls: [first.url, second.url], requestTimeoutMs: 200 })
  const fromBlock = (await height()) + 1n
  for (const mode of modes) {
    first.mode = second.mode = mode
    node.winners.add(await network.winners(2))
    await mine()
    const { requests } = first
    await until('the outage is felt', () => first.requests > requests)
    first.mode = second.mode = 'pass'
    await mine()
  }
  await untilMined('all are redeemed', () => node.redeemed.length === 8)
  expect(await network.paidSince(fromBlock)).toEqual(Array.from({ length: 8 }, () => faceValueWei))
  expect(node.lost).toEqual([])
})

test('a ticket is not given up because one endpoint says so', async () => {
  await using liar = await startProxy(network.protocol.rpcUrl, 'refuses-tickets')
  await using honest = await startProxy(network.protocol.rpcUrl)
  await using node = await startNode({ rpcUrls: [liar.url, honest.url] })
  node.winners.add(await network.winners(1))
  await mine()
  await until('the liar is asked', () => liar.lies > 0)
  await mine(3)
  expect(node.lost).toEqual([])
  liar.mode = 'unavailable'
  await untilMined('it is redeemed', () => node.redeemed.length === 1)
})
