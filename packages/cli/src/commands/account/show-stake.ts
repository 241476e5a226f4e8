import type { Chain } from '@millrace/chain'
import { formatEther } from '@millrace/common'
import type { Command } from 'commander'
import { accountViewCommand } from './account-view.ts'

/** Of the locks that an account ever had, so many of the latest are looked at. */
const maxLocks = 100n

export function showStakeCommand(): Command {
  return accountViewCommand('show', 'Shows the stake of an account: bonded, unbonding, earned.', look)
}

async function look(chain: Chain, account: `0x${string}`) {
  const { staking, rounds, client, contracts } = chain
  const [delegator, orchestrator, round, tokenWei, symbol] = await Promise.all([
    staking.delegator(account),
    staking.orchestrator(account),
    rounds.current(),
    staking.tokenBalanceWei(account),
    client.readContract({ ...contracts.token, functionName: 'symbol' }),
  ])
  const locks = await readLocks(chain, account, delegator.nextUnbondingLockId)
  const tokens = (wei: bigint) => `${formatEther(wei)} ${symbol}`
  const { pendingStakeWei, pendingFeesWei, delegate, status } = delegator
  const facts = {
    account,
    round: round.number,
    tokenWei,
    delegator,
    locks,
    ...(orchestrator.isRegistered && { orchestrator }),
  }
  const lines = [
    `${account} in round ${round.number}`,
    `  tokens     ${tokens(tokenWei)}`,
    `  stake      ${tokens(pendingStakeWei)}${delegate ? `, ${status} to ${delegate}` : ''}`,
    `  fees       ${formatEther(pendingFeesWei)} ETH`,
    ...locks.map(({ lockId, amountWei, withdrawRound }) => {
      const when =
        withdrawRound <= round.number ? 'can be withdrawn' : `can be withdrawn from round ${withdrawRound} on`
      return `  lock ${String(lockId).padEnd(5)} ${tokens(amountWei)}, ${when}`
    }),
    ...(orchestrator.isRegistered
      ? [
          `  orchestrator with ${tokens(orchestrator.stakeWei)} in all, ${orchestrator.isActive ? 'active' : 'not active'} in this round`,
          `    keeps ${percent(orchestrator.rewardCutPpm)} of rewards, gives ${percent(orchestrator.feeSharePpm)} of fees`,
          `    last reward in round ${orchestrator.lastRewardRound}; service URI ${orchestrator.serviceUri || 'not set'}`,
        ]
      : []),
  ]
  return { facts, lines }
}

async function readLocks({ staking }: Chain, account: `0x${string}`, next: bigint) {
  const first = next > maxLocks ? next - maxLocks : 0n
  const ids = Array.from({ length: Number(next - first) }, (_, at) => first + BigInt(at))
  const locks = await Promise.all(ids.map((lockId) => staking.unbondingLock(account, lockId)))
  return ids.flatMap((lockId, at) => {
    const lock = locks[at]
    return lock ? [{ lockId, ...lock }] : []
  })
}

function percent(ppm: bigint): string {
  return `${formatEther((ppm * 10n ** 18n) / 10_000n)} %`
}
