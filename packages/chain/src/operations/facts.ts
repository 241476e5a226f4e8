import { formatEther } from '@millrace/common'
import { poolAfter } from '@millrace/common/staking'
import { type Address, isSameAddress } from '@millrace/crypto'
import type { DelegatorState } from '../staking/staking.ts'
import type { OperationContext, OperationWarning } from './operation.ts'

/** `1.5 ETH`. */
export function inEther(wei: bigint): string {
  return `${formatEther(wei)} ETH`
}

/** A writer of token amounts with the deployment's symbol: `100 LPT`. */
export async function tokenWriter({ chain }: OperationContext): Promise<(wei: bigint) => string> {
  const symbol = await chain.client.readContract({ ...chain.contracts.token, functionName: 'symbol' })
  return (wei) => `${formatEther(wei)} ${symbol}`
}

export function whose(address: Address, { from }: OperationContext): string {
  return isSameAddress(address, from) ? 'the account itself' : address
}

/**
 * Every change of a bonded account's stake or fees claims its earnings first. While its orchestrator has not called
 * reward in the round, that gives up the account's part of the reward to come.
 */
export async function rewardForfeited(
  account: DelegatorState,
  context: OperationContext,
): Promise<readonly OperationWarning[]> {
  const { staking, rounds } = context.chain
  const { delegate, bondedWei, pendingStakeWei, lastClaimRound } = account
  if (delegate === undefined || bondedWei === 0n) return []
  const [round, orchestrator] = await Promise.all([rounds.current(), staking.orchestrator(delegate)])
  const { isActive, lastRewardRound, rewardCutPpm, stakeWei } = orchestrator
  const isClaimed = lastClaimRound >= round.number
  if (!round.isInitialized || isClaimed || !isActive || lastRewardRound >= round.number) return []
  const rewardWei = await staking.expectedRewardWei(delegate)
  const shareWei =
    stakeWei === 0n
      ? 0n
      : // Unclaimed rewards earn as well: they are in the orchestrator's stake.
        (((rewardWei * (1_000_000n - rewardCutPpm)) / 1_000_000n) * pendingStakeWei) / stakeWei
  const write = await tokenWriter(context)
  const subject = isSameAddress(delegate, context.from) ? 'This account' : `Orchestrator ${delegate}`
  const message = `${subject} has not called reward in round ${round.number} yet: ${account.address} gives up its part of that reward, about ${write(shareWei)}. Call reward (or wait for it) first.`
  return [{ code: 'REWARD_FORFEITED', message }]
}

/** What a change of an orchestrator's stake means for its place in the pool. */
export async function placeAfter(
  orchestrator: Address,
  changeWei: bigint,
  context: OperationContext,
): Promise<readonly OperationWarning[]> {
  const { staking } = context.chain
  const [pool, { maxSize }, stakeWei] = await Promise.all([
    staking.pool(),
    staking.poolSize(),
    staking.stakeWei(orchestrator),
  ])
  const is = ({ address }: { address: Address }) => isSameAddress(address, orchestrator)
  const change = { address: orchestrator, stakeWei: max(stakeWei + changeWei, 0n) }
  if (change.stakeWei === 0n) return []
  if (changeWei > 0n && !poolAfter(pool, change, maxSize).some(is)) {
    const write = await tokenWriter(context)
    const leastWei = (pool.at(-1)?.stakeWei ?? 0n) + 1n
    const message = `With ${write(change.stakeWei)} ${orchestrator} does not get into the active set: it takes ${write(leastWei)} or more.`
    return [{ code: 'NOT_ELECTED', message }]
  }
  const last = poolAfter(pool, change, maxSize).at(-1)
  if (changeWei < 0n && last && is(last) && BigInt(pool.length) >= maxSize) {
    const message = `${orchestrator} is then the last of a full pool: anybody with more stake takes its place.`
    return [{ code: 'LAST_IN_POOL', message }]
  }
  return []
}

function max(a: bigint, b: bigint): bigint {
  return a > b ? a : b
}
