import type { Chain } from '@millrace/chain'
import { formatEther } from '@millrace/common'
import type { Command } from 'commander'
import { accountViewCommand } from './account-view.ts'

export function showFundsCommand(): Command {
  return accountViewCommand('show', 'Shows ether, tokens, deposit and reserve of an account.', look)
}

async function look({ client, contracts, staking, broker, rounds }: Chain, account: `0x${string}`) {
  const [etherWei, tokenWei, funds, round, symbol] = await Promise.all([
    client.getBalance({ address: account }),
    staking.tokenBalanceWei(account),
    broker.senderInfo(account),
    rounds.current(),
    client.readContract({ ...contracts.token, functionName: 'symbol' }),
  ])
  const { depositWei, reserveWei, withdrawRound } = funds
  const facts = { account, round: round.number, etherWei, tokenWei, ...funds }
  const lines = [
    `${account} in round ${round.number}`,
    `  ether      ${formatEther(etherWei)} ETH`,
    `  tokens     ${formatEther(tokenWei)} ${symbol}`,
    `  deposit    ${formatEther(depositWei)} ETH`,
    `  reserve    ${formatEther(reserveWei)} ETH`,
    ...(withdrawRound > 0n ? [`  unlocked from round ${withdrawRound} on`] : []),
  ]
  return { facts, lines }
}
