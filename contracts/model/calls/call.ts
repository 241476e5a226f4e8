/** A call of the ABI, and what it does to the model. */
import {
  adjustableRoundsManagerAbi,
  bondingManagerAbi,
  controllerAbi,
  minterAbi,
  ticketBrokerAbi,
  tokenAbi,
} from '@millrace/abi'
import { type Abi, encodeFunctionData } from 'viem'
import type { Protocol } from '../protocol.ts'
import { brokerCalls } from './broker-calls.ts'
import type { Context } from './handler.ts'
import { stakingCalls } from './staking-calls.ts'
import { controllerCalls, minterCalls, roundsCalls, tokenCalls } from './system-calls.ts'

/** Contracts that calls are made to, in the order in which the replay knows them. */
export const contracts = ['controller', 'token', 'minter', 'rounds', 'bonding', 'broker'] as const

type ContractName = (typeof contracts)[number]

export interface Call extends Context {
  readonly contract: ContractName
  readonly functionName: string
  readonly args: readonly unknown[]
}

const abis: Readonly<Record<ContractName, Abi>> = {
  controller: controllerAbi,
  token: tokenAbi,
  minter: minterAbi,
  rounds: adjustableRoundsManagerAbi,
  bonding: bondingManagerAbi,
  broker: ticketBrokerAbi,
}

type AnyHandler = (protocol: Protocol, context: Context, args: readonly unknown[]) => void

const handlers: Readonly<Record<ContractName, object>> = {
  controller: controllerCalls,
  token: tokenCalls,
  minter: minterCalls,
  rounds: roundsCalls,
  bonding: stakingCalls,
  broker: brokerCalls,
}

/** Every function that the model knows, with its contract. */
export const callNames: readonly string[] = contracts.flatMap((contract) =>
  Object.keys(handlers[contract]).map((name) => `${contract}.${name}`),
)

/** @throws {RangeError} when the model knows no such function */
function handlerOf({ contract, functionName }: Call): AnyHandler {
  const handler: unknown = Object.entries(handlers[contract]).find(([name]) => name === functionName)?.[1]
  if (typeof handler !== 'function') throw new RangeError(`The model knows no ${contract}.${functionName}.`)
  // Arguments are those of the ABI: what is encoded for the contract is what the model gets.
  return handler as AnyHandler
}

/** @throws {Refusal} when the contract would refuse the call */
export function perform(protocol: Protocol, call: Call): void {
  handlerOf(call)(protocol, call, call.args)
}

export function encodeCall({ contract, functionName, args }: Call): `0x${string}` {
  return encodeFunctionData({ abi: abis[contract], functionName, args })
}
