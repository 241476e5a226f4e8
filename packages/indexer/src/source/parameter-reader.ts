import type { Hex } from '@millrace/crypto'
import {
  BaseError,
  decodeFunctionResult,
  encodeFunctionData,
  LimitExceededRpcError,
  RpcRequestError,
} from 'viem'
import type { WatchedContract } from '../projection/event.ts'
import type { BlockRpc } from './block-source.ts'
import { watchedAbis } from './watched-abis.ts'

/** What a `ParameterUpdate` event says was set; its value is only in the contract's state. */
export interface ParameterPlace {
  readonly contract: WatchedContract
  readonly address: Hex
  readonly parameter: string
  readonly blockNumber: number
}

/** Parameters whose function has another name than the event tells. */
const functionOf: Readonly<Record<string, string>> = { numActiveTranscoders: 'getTranscoderPoolMaxSize' }

/** Parameters of each contract that are numbers. */
const numericParameters: Partial<Record<WatchedContract, readonly string[]>> = {
  bondingManager: [
    'unbondingPeriod',
    'numActiveTranscoders',
    'treasuryRewardCutRate',
    'nextRoundTreasuryRewardCutRate',
    'treasuryBalanceCeiling',
  ],
  minter: ['inflationChange', 'targetBondingRate'],
  roundsManager: [
    'roundLength',
    'roundLockAmount',
    'lastRoundLengthUpdateRound',
    'lastRoundLengthUpdateStartBlock',
  ],
  ticketBroker: ['unlockPeriod', 'ticketValidityPeriod'],
}

/**
 * The value of a parameter as of a block; as of now where the endpoint says that it no longer knows that state, which is
 * right for all but values that were set again since.
 * @returns undefined for what is no numeric parameter.
 * @throws whatever else the endpoint fails with: another try may give the value.
 */
export async function readParameter(
  { contract, address, parameter, blockNumber }: ParameterPlace,
  rpc: BlockRpc,
): Promise<bigint | undefined> {
  if (!numericParameters[contract]?.includes(parameter)) return undefined
  const abi = watchedAbis[contract]
  const functionName = functionOf[parameter] ?? parameter
  const call = { to: address, data: encodeFunctionData({ abi, functionName }) }
  const at = (block: string) => rpc.request({ method: 'eth_call', params: [call, block] })
  const answer = await at(`0x${blockNumber.toString(16)}`).catch((error: unknown) => {
    if (!isRefusal(error)) throw error
    return at('latest')
  })
  const value: unknown = decodeFunctionResult({ abi, functionName, data: answer as Hex })
  return typeof value === 'bigint' || typeof value === 'number' ? BigInt(value) : undefined
}

/** Whether the endpoint answered that it does not do this, and not that it cannot now. */
function isRefusal(error: unknown): boolean {
  const isAnswer = (cause: unknown) =>
    cause instanceof RpcRequestError && cause.code !== LimitExceededRpcError.code
  return error instanceof BaseError && error.walk(isAnswer) !== null
}

/** Numeric parameters of these contracts, by the name that they have in the ledger. */
export function parametersOf(
  contracts: Iterable<{ readonly address: Hex; readonly name: string; readonly sinceBlock: number }>,
): ReadonlyMap<string, Omit<ParameterPlace, 'blockNumber'>> {
  // Of contracts that followed each other under a name, the newest has what counts.
  const newest = [...contracts].toSorted((a, b) => a.sinceBlock - b.sinceBlock)
  return new Map(
    newest.flatMap(({ address, name }) => {
      const contract = name as WatchedContract
      const parameters = numericParameters[contract] ?? []
      return parameters.map(
        (parameter) => [`${contract}.${parameter}`, { contract, address, parameter }] as const,
      )
    }),
  )
}
