import { chart } from './en/chart.ts'
import { delegators } from './en/delegators.ts'
import { events } from './en/events.ts'
import { failures } from './en/failures.ts'
import { forecast } from './en/forecast.ts'
import { funds } from './en/funds.ts'
import { gateways } from './en/gateways.ts'
import { health } from './en/health.ts'
import { identity } from './en/identity.ts'
import { orchestrator } from './en/orchestrator.ts'
import { orchestrators } from './en/orchestrators.ts'
import { overview } from './en/overview.ts'
import { ownTransactions } from './en/own-transactions.ts'
import { portfolio } from './en/portfolio.ts'
import { rounds } from './en/rounds.ts'
import { search } from './en/search.ts'
import { shell } from './en/shell.ts'
import { guide, stake } from './en/stake.ts'
import { staking } from './en/staking.ts'
import { stakingRules } from './en/staking-rules.ts'
import { status } from './en/status.ts'
import { table } from './en/table.ts'
import { transactions } from './en/transactions.ts'
import { wallet } from './en/wallet.ts'

/** All that the pages say in English, by the part that says it. */
export const en = {
  chart,
  delegators,
  events,
  forecast,
  funds,
  gateways,
  health,
  identity,
  orchestrator,
  orchestrators,
  overview,
  rounds,
  search,
  failures,
  ownTransactions,
  portfolio,
  staking,
  stakingRules,
  wallet,
  guide,
  stake,
  shell,
  status,
  table,
  transactions,
}
