import { delegators } from './en/delegators.ts'
import { failures } from './en/failures.ts'
import { portfolio } from './en/portfolio.ts'
import { shell } from './en/shell.ts'
import { guide, stake } from './en/stake.ts'
import { staking } from './en/staking.ts'
import { stakingRules } from './en/staking-rules.ts'
import { table } from './en/table.ts'
import { transactions } from './en/transactions.ts'
import { wallet } from './en/wallet.ts'

/** All that the pages say in English, by the part that says it. */
export const en = {
  ...{ delegators, failures, guide, portfolio, shell, stake, staking, stakingRules, table, transactions },
  wallet,
}
