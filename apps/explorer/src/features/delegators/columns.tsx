import type { RowOf } from '../../api/indexer.ts'
import { AccountLink } from '../../components/account-link.tsx'
import { Badge, type BadgeTone } from '../../components/badge.tsx'
import type { Column } from '../../components/table/column.ts'
import { formatAmount, formatCount } from '../../format/amounts.ts'
import { text } from '../../text/text.ts'
import { OrchestratorLink } from '../orchestrator/orchestrator-link.tsx'

type Delegator = RowOf<'/v1/delegators'>

const { columns: names, hints, states } = text.delegators
const right = { align: 'right' } as const

export function delegatorColumns(symbol: string): readonly Column<Delegator>[] {
  return [
    {
      ...{ id: 'address', header: names.address, sort: 'address', firstOrder: 'asc' },
      cell: ({ address }) => <AccountLink address={address} />,
    },
    { id: 'state', header: names.state, cell: ({ state }) => <StateBadge state={state} />, from: 'sm' },
    {
      ...{ id: 'delegate', header: names.delegate, from: 'md' },
      cell: ({ delegate }) => (delegate === null ? '–' : <OrchestratorLink address={delegate} />),
    },
    {
      ...{ id: 'stake', header: names.stake(symbol), hint: hints.stake, sort: 'stakeWei', ...right },
      cell: ({ stakeWei }) => formatAmount(stakeWei, 2),
    },
    {
      ...{ id: 'rewards', header: names.rewards(symbol), hint: hints.rewards, ...right, from: 'lg' },
      cell: ({ stakeWei, bondedWei, claimedRewardsWei }) =>
        formatAmount(claimedRewardsWei + stakeWei - bondedWei, 2),
    },
    {
      ...{ id: 'fees', header: names.fees, hint: hints.fees, sort: 'pendingFeesWei', ...right, from: 'sm' },
      cell: ({ pendingFeesWei }) => formatAmount(pendingFeesWei, 5),
    },
    {
      ...{ id: 'since', header: names.since, hint: hints.since, sort: 'startRound', ...right, from: 'lg' },
      cell: ({ startRound }) => (startRound === 0 ? '–' : formatCount(startRound)),
    },
  ]
}

const tones: Readonly<Record<string, BadgeTone>> = { bonded: 'good', pending: 'warn', unbonding: 'warn' }

/** Where a delegator stands. */
function StateBadge({ state }: { state: string }) {
  return <Badge tone={tones[state] ?? 'quiet'}>{states[state] ?? state}</Badge>
}
