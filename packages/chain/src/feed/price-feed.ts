import type { Address } from '@millrace/crypto'
import { type PublicClient, parseAbi } from 'viem'
import { NoContractError } from '../errors.ts'

/** What an aggregator said last. */
export interface FeedReading {
  /** Of the feed, e.g. USD for one ether, in units of 10^-decimals; a feed may say anything. */
  readonly answer: bigint
  readonly decimals: number
  readonly roundId: bigint
  readonly updatedAtMs: number
}

const aggregatorAbi = parseAbi([
  'function decimals() view returns (uint8)',
  'function latestRoundData() view returns (uint80 roundId, int256 answer, uint256 startedAt, uint256 updatedAt, uint80 answeredInRound)',
])

/** ETH/USD feeds by chain id. */
const ethUsdFeeds: ReadonlyMap<number, Address> = new Map([
  [42_161, '0x639Fe6ab55C921f74e7fac1ee960C0B6293ba612'],
])

/** @returns the ETH/USD feed of a chain, where one is known. */
export function ethUsdFeedOf(chainId: number): Address | undefined {
  return ethUsdFeeds.get(chainId)
}

/**
 * Reads an aggregator as Chainlink's are.
 * @throws {NoContractError} when there is no code, and what viem throws for a contract that is no aggregator.
 */
export async function readPriceFeed(
  client: Pick<PublicClient, 'readContract' | 'getCode' | 'getChainId'>,
  address: Address,
): Promise<FeedReading> {
  if ((await client.getCode({ address })) === undefined)
    throw new NoContractError({ address, setting: 'priceFeed', chainId: await client.getChainId() })
  const feed = { address, abi: aggregatorAbi } as const
  const [decimals, [roundId, answer, , updatedAt]] = await Promise.all([
    client.readContract({ ...feed, functionName: 'decimals' }),
    client.readContract({ ...feed, functionName: 'latestRoundData' }),
  ])
  return { answer, decimals, roundId, updatedAtMs: Number(updatedAt) * 1_000 }
}
