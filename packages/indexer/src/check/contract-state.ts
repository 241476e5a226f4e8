import { bondingManagerAbi, minterAbi, ticketBrokerAbi, tokenAbi } from '@millrace/abi'
import type { Hex } from '@millrace/crypto'
import { type Abi, decodeFunctionResult, encodeFunctionData } from 'viem'
import type { BlockRpc } from '../source/block-source.ts'

const abis = {
  bondingManager: bondingManagerAbi,
  ticketBroker: ticketBrokerAbi,
  token: tokenAbi,
  minter: minterAbi,
} as const

type CheckedContract = keyof typeof abis
export type CheckedAddresses = Readonly<Record<CheckedContract, Hex>>

/** One value of a contract's state, and where the ledger has the same. */
export interface Probe {
  readonly contract: CheckedContract
  readonly functionName: string
  readonly args: readonly (Hex | bigint)[]
  /** What the ledger says, in the order of the function's results. Undefined parts are not compared. */
  readonly expected: readonly (Hex | bigint | boolean | undefined)[]
}

export interface Mismatch {
  readonly read: string
  readonly ledger: string
  readonly chain: string
}

/** Reads the probes as of one block, so many at once as travel in one batch, and tells which differ. */
export async function compare(
  probes: readonly Probe[],
  { rpc, addresses, blockNumber }: { rpc: BlockRpc; addresses: CheckedAddresses; blockNumber: number },
): Promise<readonly Mismatch[]> {
  const block = `0x${blockNumber.toString(16)}`
  const read = async (probe: Probe): Promise<readonly Mismatch[]> => {
    const { contract, args } = probe
    const abi: Abi = abis[contract]
    const { functionName } = probe
    const data = encodeFunctionData({ abi, functionName, args })
    const answer = await rpc.request({
      method: 'eth_call',
      params: [{ to: addresses[contract], data }, block],
    })
    const found = flatten(decodeFunctionResult({ abi, functionName, data: answer as Hex }))
    return differences(probe, found)
  }
  const mismatches: Mismatch[] = []
  for (let start = 0; start < probes.length; start += probesAtOnce) {
    const parts = await Promise.all(probes.slice(start, start + probesAtOnce).map(read))
    mismatches.push(...parts.flat())
  }
  return mismatches
}

const probesAtOnce = 400

function differences(
  { contract, functionName, args, expected }: Probe,
  found: readonly unknown[],
): Mismatch[] {
  return expected.flatMap((value, index) => {
    const actual = found[index]
    const isSame = value === undefined || String(value).toLowerCase() === String(actual).toLowerCase()
    const name = `${contract}.${functionName}(${args.join(', ')})[${index}]`
    return isSame ? [] : [{ read: name, ledger: String(value), chain: String(actual) }]
  })
}

/** Results one after the other, those of structs too. */
function flatten(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value.flatMap(flatten)
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(flatten) : [value]
}
