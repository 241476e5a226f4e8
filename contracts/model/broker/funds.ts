/** Deposits and reserves of gateways, and how they are taken back (protocol.md 1.9). */
import { type Address, NOBODY } from '../address.ts'
import { require } from '../refusal.ts'
import type { Broker } from './broker.ts'

export interface FundCall {
  readonly sender: Address
  readonly value: bigint
  readonly deposit: bigint
  readonly reserve: bigint
}

export function fund(broker: Broker, caller: Address, { sender, value, deposit, reserve }: FundCall): void {
  broker.controller.requireRunning()
  require(sender !== NOBODY, 'TicketSenderIsZero')
  require(value === deposit + reserve, 'ValueMismatch')
  const before = broker.senders.get(sender)
  broker.senders.set(sender, { deposit: before.deposit + deposit, reserve: before.reserve + reserve })
  // Funds from others do not end an unlock.
  if (caller === sender) broker.senders.set(sender, { withdrawRound: 0n })
  broker.ether.move(caller, broker.minter.address, value)
}

export function unlock(broker: Broker, caller: Address): void {
  broker.controller.requireExitsOpen()
  requireFunds(broker, caller)
  require(broker.senders.get(caller).withdrawRound === 0n, 'UnlockAlreadyInitiated')
  broker.senders.set(caller, { withdrawRound: broker.rounds.current + broker.settings.get().unlockPeriod })
}

export function cancelUnlock(broker: Broker, caller: Address): void {
  broker.controller.requireRunning()
  require(broker.senders.get(caller).withdrawRound > 0n, 'NoUnlockInProgress')
  broker.senders.set(caller, { withdrawRound: 0n })
}

export function withdraw(broker: Broker, caller: Address): void {
  broker.controller.requireExitsOpen()
  requireFunds(broker, caller)
  const { deposit, reserve, withdrawRound } = broker.senders.get(caller)
  require(withdrawRound > 0n && broker.rounds.current >= withdrawRound, 'SenderLocked')
  // The unlock stays until the account is funded again.
  broker.senders.set(caller, { deposit: 0n, reserve: 0n })
  broker.ether.move(broker.minter.address, caller, deposit + reserve)
}

export function requireFunds(broker: Broker, sender: Address): void {
  const { deposit, reserve } = broker.senders.get(sender)
  require(deposit > 0n || reserve > 0n, 'SenderHasNoFunds')
}
