import { multicall3Abi, protocolAddresses } from '@millrace/abi'
import {
  type Abi,
  type Address,
  decodeFunctionData,
  type Hex,
  parseAbi,
  toFunctionSelector,
  toFunctionSignature,
} from 'viem'
import { readGoldenAbi } from '../../../abi/test/golden.ts'

/** The live contracts by the names that the preset has for them. */
const liveNames = {
  controller: 'Controller',
  token: 'LivepeerToken',
  minter: 'Minter',
  roundsManager: 'RoundsManager',
  bondingManager: 'BondingManager',
  ticketBroker: 'TicketBroker',
  serviceRegistry: 'ServiceRegistry',
  bondingVotes: 'BondingVotes',
  treasury: 'Treasury',
  treasuryGovernor: 'LivepeerGovernor',
  pollCreator: 'PollCreator',
  merkleSnapshot: 'MerkleSnapshot',
  governor: 'Governor',
} as const

const preset = protocolAddresses[42_161]
const golden = readGoldenAbi().contracts

/** A contract of the live deployment as its clients know it. */
interface LiveContract {
  readonly name: string
  readonly abi: Abi
  readonly selectors: ReadonlySet<string>
}

function liveContract(name: string): LiveContract {
  const items = golden[name]?.live.filter((item) => /^(function|error) /.test(item)) ?? []
  const abi = parseAbi(items)
  const functions = abi.filter((item) => item.type === 'function')
  return { name, abi, selectors: new Set(functions.map((item) => toFunctionSelector(item))) }
}

const poll = liveContract('Poll')
const contracts: ReadonlyMap<string, LiveContract> = new Map(
  (Object.keys(liveNames) as (keyof typeof liveNames)[]).map((name) => [
    preset[name].toLowerCase(),
    liveContract(liveNames[name]),
  ]),
)
const multicall3 = preset.multicall3.toLowerCase()
const aggregate3 = multicallSelector('aggregate3')
const getEthBalance = multicallSelector('getEthBalance')

function multicallSelector(name: string): Hex {
  return toFunctionSelector(
    toFunctionSignature(multicall3Abi.find((item) => 'name' in item && item.name === name) as never),
  )
}

/** A call as a client wants to make it. */
export interface LiveCall {
  readonly to: Address
  readonly data: Hex
}

/** The live contract at an address; a poll where there is code that the preset does not know. */
export function liveContractAt(address: Address): LiveContract {
  return contracts.get(address.toLowerCase()) ?? poll
}

/** Whether the live deployment knows a function, or all that a batch calls; otherwise what it is. */
export function unknownCallOf({ to, data }: LiveCall): string | undefined {
  if (to.toLowerCase() === multicall3) {
    if (data.startsWith(getEthBalance)) return undefined
    if (!data.startsWith(aggregate3)) return `Multicall3.${data.slice(0, 10)}`
    return innerCalls(data).map(unknownCallOf).find(Boolean)
  }
  const { name, selectors } = liveContractAt(to)
  // Nothing but value is sent.
  if (data === '0x') return undefined
  return selectors.has(data.slice(0, 10)) ? undefined : `${name}.${data.slice(0, 10)} at ${to}`
}

/** The calls in a batch of Multicall3. */
export function innerCalls(data: Hex): readonly LiveCall[] {
  const { args } = decodeFunctionData({ abi: multicall3Abi, data })
  const calls = (args?.[0] ?? []) as readonly { readonly target: Address; readonly callData: Hex }[]
  return calls.map(({ target, callData }) => ({ to: target, data: callData }))
}

export function isBatch({ to, data }: LiveCall): boolean {
  return to.toLowerCase() === multicall3 && data.startsWith(aggregate3)
}
