import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { RowOf } from '../api/indexer.ts'
import { useList } from '../api/use-list.ts'
import { AddressText } from '../components/address.tsx'
import { Card } from '../components/card.tsx'
import type { Column, Order } from '../components/table/column.ts'
import { DataTable } from '../components/table/data-table.tsx'
import { PositionCard } from '../features/staking/position-card.tsx'
import { StepButton } from '../features/staking/step-button.tsx'
import { formatAmount, formatPpm } from '../format/amounts.ts'
import { useOnceNamed } from '../identity/use-profile.ts'
import { isSame, zeroAddress } from '../staking/state.ts'
import { useStakingState } from '../staking/use-staking-state.ts'
import { text } from '../text/text.ts'
import { useWallets } from '../wallet/wallet-context.tsx'

type Orchestrator = RowOf<'/v1/orchestrators'>

const said = text.stake
const names = said.columns

/** Choosing an orchestrator, and bonding to it. */
export function StakePage() {
  const [order, setOrder] = useState<Order>({ sort: 'delegatedStakeWei', order: 'desc' })
  const list = useList('/v1/orchestrators', { query: { ...order, state: 'active' } })
  const rows = useOnceNamed(list.rows)
  const { wallet } = useWallets()
  const { data: state } = useStakingState({ account: wallet?.address ?? zeroAddress })
  const delegate = wallet && state?.account.delegate
  return (
    <div className="grid gap-4">
      <header className="grid gap-1">
        <h1 className="text-xl font-semibold tracking-tight">{said.title}</h1>
        <p className="max-w-prose text-soft">{said.lead}</p>
        <Link to="/guide/first-stake" className="text-brand hover:underline">
          {said.guide}
        </Link>
      </header>
      <div className="grid gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,1fr)] lg:items-start">
        <Card title={said.label}>
          <DataTable
            {...{ order, list: { ...list, rows } }}
            columns={columnsFor(delegate)}
            label={said.label}
            empty={said.empty}
            keyOf={({ address }) => address}
            onOrder={setOrder}
            isMarked={({ address }) => isSame(address, delegate)}
            testId="choice"
          />
        </Card>
        <PositionCard />
      </div>
    </div>
  )
}

function columnsFor(delegate: string | undefined): readonly Column<Orchestrator>[] {
  return [
    { id: 'address', header: names.orchestrator, cell: ({ address }) => <AddressText address={address} /> },
    {
      ...{ id: 'stake', header: names.stake, align: 'right', sort: 'delegatedStakeWei', from: 'sm' },
      cell: ({ delegatedStakeWei }) => formatAmount(delegatedStakeWei, 0),
    },
    {
      ...{ id: 'rewardCut', header: names.rewardCut, hint: names.rewardCutHint, align: 'right' },
      ...{ sort: 'rewardCut', firstOrder: 'asc' },
      cell: ({ rewardCut }) => formatPpm(BigInt(rewardCut)),
    },
    {
      ...{ id: 'feeShare', header: names.feeShare, hint: names.feeShareHint, align: 'right' },
      ...{ sort: 'feeShare', from: 'md' },
      cell: ({ feeShare }) => formatPpm(BigInt(feeShare)),
    },
    {
      ...{ id: 'calls', header: names.calls, hint: names.callsHint, align: 'right', from: 'sm' },
      cell: ({ callsMade, callsDue }) => (callsDue === 0 ? '–' : `${callsMade}/${callsDue}`),
    },
    {
      ...{ id: 'fees', header: names.fees, align: 'right', sort: 'fees90DaysWei', from: 'xl' },
      cell: ({ fees90DaysWei }) => `${formatAmount(fees90DaysWei, 4)} ETH`,
    },
    {
      ...{ id: 'step', header: names.step, align: 'right' },
      cell: ({ address }) => {
        const kind = delegate === undefined || isSame(delegate, address) ? 'bond' : 'move'
        const label = isSame(delegate, address) ? text.staking.more : undefined
        return <StepButton request={{ kind, to: address }} of={address} label={label} />
      },
    },
  ]
}
