import {
  bondingManagerAbi,
  controllerAbi,
  minterAbi,
  roundsManagerAbi,
  serviceRegistryAbi,
  ticketBrokerAbi,
  tokenAbi,
} from '@millrace/abi'
import {
  type Address,
  decodeFunctionData,
  encodeAbiParameters,
  encodeEventTopics,
  encodeFunctionResult,
  type Hex,
  numberToHex,
  pad,
} from 'viem'
import { z } from 'zod'

/** What the chain says when the pages ask. */
export interface ChainFixture {
  readonly block: number
  /** In the order of their registration. */
  readonly orchestrators: readonly {
    readonly address: Address
    readonly stake: bigint
    readonly isActive: boolean
  }[]
}

const abi = [
  ...controllerAbi,
  ...minterAbi,
  ...roundsManagerAbi,
  ...bondingManagerAbi,
  ...ticketBrokerAbi,
  ...serviceRegistryAbi,
  ...tokenAbi,
]
const callSchema = z.object({ id: z.number(), method: z.string(), params: z.array(z.unknown()).default([]) })
const targetSchema = z.object({ data: z.custom<Hex>((value) => typeof value === 'string') })
const ether = 10n ** 18n
const never = 2n ** 256n - 1n
const contract: Address = `0x${'d'.repeat(40)}`

/** Answers one JSON-RPC call or a batch of them. */
export function answerRpc(body: unknown, facts: ChainFixture): unknown {
  if (Array.isArray(body)) return body.map((call) => answerRpc(call, facts))
  const { id, method, params } = callSchema.parse(body)
  return { jsonrpc: '2.0', id, result: resultOf(method, params, facts) }
}

function resultOf(method: string, params: readonly unknown[], facts: ChainFixture): unknown {
  if (method === 'eth_blockNumber') return numberToHex(facts.block)
  if (method === 'eth_getBalance') return numberToHex(ether)
  if (method === 'eth_getLogs') return facts.orchestrators.map(({ address }) => registration(address))
  if (method === 'eth_call') return call(targetSchema.parse(params[0]).data, facts)
  throw new Error(`The fixture does not know ${method}.`)
}

function registration(orchestrator: Address) {
  const topics = encodeEventTopics({
    abi: bondingManagerAbi,
    eventName: 'TranscoderUpdate',
    args: { transcoder: orchestrator },
  })
  const shares = encodeAbiParameters([{ type: 'uint256' }, { type: 'uint256' }], [100_000n, 500_000n])
  const place = { blockNumber: '0x1', blockHash: pad('0x1'), transactionHash: pad(orchestrator) }
  return {
    ...place,
    address: contract,
    topics,
    data: shares,
    logIndex: '0x0',
    transactionIndex: '0x0',
    removed: false,
  }
}

function call(data: Hex, facts: ChainFixture): Hex {
  const { functionName, args = [] } = decodeFunctionData({ abi, data })
  const answer = answers(facts, args[0])[functionName]
  if (answer === undefined) throw new Error(`The fixture does not know ${functionName}.`)
  return encodeFunctionResult({ abi, functionName, result: answer } as Parameters<
    typeof encodeFunctionResult
  >[0])
}

function answers(
  { block, orchestrators }: ChainFixture,
  subject: unknown,
): Readonly<Record<string, unknown>> {
  const one = orchestrators.find(({ address }) => address.toLowerCase() === String(subject).toLowerCase())
  const activation = one?.isActive ? [1n, never] : [0n, 0n]
  const nobody: Address = `0x${'0'.repeat(40)}`
  const pool = orchestrators.filter(({ isActive }) => isActive).toSorted((a, b) => Number(b.stake - a.stake))
  return {
    getContract: contract,
    paused: false,
    unbondingPeriod: 7n,
    currentMintableTokens: 0n,
    treasuryRewardCutRate: 0n,
    getFirstTranscoderInPool: pool[0]?.address ?? nobody,
    getNextTranscoderInPool:
      pool[pool.findIndex(({ address }) => address === one?.address) + 1]?.address ?? nobody,
    getTranscoderEarningsPoolForRound: [one?.stake ?? 0n, 0n, 0n, 0n, 0n],
    transcoderToRewardCaller: nobody,
    currentRound: 7n,
    currentRoundInitialized: true,
    currentRoundLocked: false,
    currentRoundStartBlock: BigInt(block) - 15n,
    roundLength: 60n,
    blockNum: BigInt(block),
    symbol: 'MILL',
    name: 'Millrace',
    totalSupply: 100_000n * ether,
    getTotalBonded: 5_000n * ether,
    currentRoundTotalActiveStake: 5_000n * ether,
    getTranscoderPoolMaxSize: 2n,
    transcoderTotalStake: one?.stake ?? 0n,
    isActiveTranscoder: one?.isActive ?? false,
    isRegisteredTranscoder: one !== undefined,
    getTranscoder: [6n, 100_000n, 500_000n, 0n, ...activation, 0n, 0n, 0n, 0n],
    getServiceURI: 'https://127.0.0.1:8935',
    balanceOf: 1_000n * ether,
    allowance: 0n,
    pendingStake: 0n,
    pendingFees: 0n,
    getDelegator: [0n, 0n, nobody, 0n, 0n, 0n, 0n],
    getSenderInfo: [
      { deposit: 99n * ether, withdrawRound: 0n },
      { fundsRemaining: 10n * ether, claimedInCurrentRound: 0n },
    ],
  }
}
