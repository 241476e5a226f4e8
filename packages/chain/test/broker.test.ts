import { hexToBytes, keccak256, zeroAddress } from '@millrace/crypto'
import { bytesToHex, concat, encodeAbiParameters, type Hex, pad, parseEventLogs, toHex } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ContractRevertError, type WinningTicket } from '../src/index.ts'
import { type Actor, account, ether, type Protocol, startProtocol } from './kit.ts'

let protocol: Protocol
let gateway: Actor
let orchestrator: Actor
beforeAll(async () => {
  protocol = await startProtocol()
  gateway = protocol.actor(2)
  orchestrator = protocol.actor(3)
  await protocol.nextRound()
  await orchestrator.actions.staking.bond({ amountWei: 100n * ether, to: orchestrator.address })
  await protocol.nextRound()
})
afterAll(() => protocol[Symbol.asyncDispose]())

let nonce = 0n
/** A ticket that always wins, signed by the gateway. */
async function winner(faceValue: bigint): Promise<WinningTicket & { readonly hash: Hex }> {
  const round = await protocol.chain.rounds.ticketRound()
  if (!round) throw new Error('No round is initialised.')
  const recipientRand = 7n
  const ticket = {
    recipient: orchestrator.address,
    sender: gateway.address,
    faceValue,
    winProb: 2n ** 256n - 1n,
    senderNonce: ++nonce,
    recipientRandHash: bytesToHex(keccak256(hexToBytes(pad(toHex(recipientRand))))),
    auxData: encodeAbiParameters([{ type: 'uint256' }, { type: 'bytes32' }], [round.round, round.blockHash]),
  }
  const word = (value: bigint) => pad(toHex(value))
  const packed = concat([
    ticket.recipient,
    ticket.sender,
    word(faceValue),
    word(ticket.winProb),
    word(ticket.senderNonce),
    ticket.recipientRandHash,
    ticket.auxData,
  ])
  const hash = keccak256(hexToBytes(packed))
  return {
    ticket,
    recipientRand,
    sig: bytesToHex(await gateway.signer.signMessage(hash)),
    hash: bytesToHex(hash),
  }
}

test('deposit and reserve are read as they were paid in', async () => {
  const { broker } = protocol.chain
  expect(await broker.params()).toEqual({ ticketValidityRounds: 20n, unlockPeriodRounds: 2n })
  await gateway.actions.broker.fundDepositAndReserve({ depositWei: 3n * ether, reserveWei: 6n * ether })
  await orchestrator.actions.broker.fundFor(gateway.address, { depositWei: ether, reserveWei: 0n })
  expect(await broker.senderFloat(gateway.address, orchestrator.address)).toEqual({
    depositWei: 4n * ether,
    reserveWei: 6n * ether,
    reserveClaimedInCurrentRoundWei: 0n,
    withdrawRound: 0n,
    // One orchestrator in the pool, so all of the reserve is its share.
    claimableReserveWei: 6n * ether,
  })
  expect((await broker.senderFloat(gateway.address, account(7).address)).claimableReserveWei).toBe(0n)
})

test('a winning ticket is redeemed from the deposit, and is used afterwards', async () => {
  const { hash, ...ticket } = await winner(ether)
  expect(await protocol.chain.broker.isTicketUsed(hash)).toBe(false)
  const receipt = await orchestrator.actions.broker.redeemWinningTicket(ticket)
  const logs = parseEventLogs({ abi: protocol.chain.contracts.ticketBroker.abi, logs: receipt.logs })
  expect(logs.find(({ eventName }) => eventName === 'WinningTicketTransfer')?.args).toEqual({
    sender: gateway.address,
    recipient: orchestrator.address,
    amount: ether,
  })
  expect(await protocol.chain.broker.isTicketUsed(hash)).toBe(true)
  expect((await protocol.chain.broker.senderInfo(gateway.address)).depositWei).toBe(3n * ether)
  expect((await protocol.chain.staking.delegator(orchestrator.address)).pendingFeesWei).toBe(ether)
})

test('error: a used ticket keeps the text that clients of the live network act on', async () => {
  const ticket = await winner(ether / 10n)
  await orchestrator.actions.broker.redeemWinningTicket(ticket)
  const failure = await orchestrator.actions.broker.redeemWinningTicket(ticket).catch((error) => error)
  expect(failure).toBeInstanceOf(ContractRevertError)
  expect(failure).toMatchObject({ errorName: 'Error', retryable: false })
  expect(failure.message).toContain('ticket is used')
})

test('error: a ticket above deposit and reserve may be redeemed later, a broken one never', async () => {
  await expect(
    orchestrator.actions.broker.redeemWinningTicket(await winner(100n * ether)),
  ).rejects.toMatchObject({
    errorName: 'InsufficientSenderFunds',
    retryable: true,
  })
  const good = await winner(ether)
  await expect(
    orchestrator.actions.broker.redeemWinningTicket({ ...good, recipientRand: 8n }),
  ).rejects.toMatchObject({ errorName: 'RecipientRandMismatch', retryable: false })
  const stranger = { ...good.ticket, recipient: zeroAddress }
  await expect(
    orchestrator.actions.broker.redeemWinningTicket({ ...good, ticket: stranger }),
  ).rejects.toMatchObject({ errorName: 'TicketRecipientIsZero' })
})

test('several tickets are redeemed in one transaction', async () => {
  const winners = [await winner(1n), await winner(2n), await winner(3n)]
  await orchestrator.actions.broker.batchRedeemWinningTickets(winners)
  const used = await Promise.all(winners.map(({ hash }) => protocol.chain.broker.isTicketUsed(hash)))
  expect(used).toEqual([true, true, true])
})

test('earned fees are withdrawn to the wei', async () => {
  const { pendingFeesWei } = await protocol.chain.staking.delegator(orchestrator.address)
  const recipient = '0x00000000000000000000000000000000000000aa'
  await orchestrator.actions.staking.withdrawFees({ recipient, amountWei: pendingFeesWei })
  expect(await protocol.chain.client.getBalance({ address: recipient })).toBe(pendingFeesWei)
  await expect(orchestrator.actions.staking.withdrawFees({ recipient, amountWei: 1n })).rejects.toMatchObject(
    { errorName: 'InsufficientFees' },
  )
})

test('a sender unlocks, changes its mind, unlocks again and withdraws', async () => {
  const { broker } = gateway.actions
  await broker.unlock()
  expect((await protocol.chain.broker.senderInfo(gateway.address)).withdrawRound).toBeGreaterThan(0n)
  await broker.cancelUnlock()
  await broker.unlock()
  await expect(broker.withdraw()).rejects.toMatchObject({ errorName: 'SenderLocked', retryable: true })
  await protocol.nextRound()
  await protocol.nextRound()
  await broker.withdraw()
  expect(await protocol.chain.broker.senderInfo(gateway.address)).toMatchObject({
    depositWei: 0n,
    reserveWei: 0n,
  })
})
