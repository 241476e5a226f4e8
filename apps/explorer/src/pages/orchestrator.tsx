import { Link, useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { type Address, isAddress } from 'viem'
import { Notice } from '../components/notice.tsx'
import { ChainCard } from '../features/orchestrator/chain-card.tsx'
import { GatewayCard } from '../features/orchestrator/gateway-card.tsx'
import { RecentSegments } from '../features/orchestrator/recent-segments.tsx'
import { useElection } from '../features/orchestrators/use-election.ts'
import { PositionCard } from '../features/staking/position-card.tsx'
import { StepButton } from '../features/staking/step-button.tsx'
import { useDirectory } from '../network/use-directory.ts'

/** One orchestrator: what the chain and this gateway know of it. */
export function OrchestratorPage() {
  const { address } = useParams({ from: '/orchestrators/$address' })
  if (!isAddress(address, { strict: false }))
    return (
      <Notice
        tone="error"
        title="This is not an address"
        text="An address has 0x and 40 hexadecimal digits."
      />
    )
  return <OrchestratorView address={address} />
}

function OrchestratorView({ address }: { address: Address }) {
  const { data: election } = useElection(address)
  return (
    <div className="grid gap-4">
      <header className="flex flex-wrap items-end justify-between gap-3">
        <Title address={address} />
        {election !== undefined && election !== 'unregistered' && (
          <StepButton request={{ kind: 'bond', to: address }} of={address} />
        )}
      </header>
      <ChainCard address={address} />
      {election === 'unregistered' ? null : (
        <>
          <GatewayCard address={address} />
          <RecentSegments address={address} />
          <PositionCard />
        </>
      )}
    </div>
  )
}

function Title({ address }: { address: Address }): ReactNode {
  const { color, region } = useDirectory()(address)
  return (
    <div className="min-w-0">
      <Link to="/" className="text-soft hover:text-ink hover:underline">
        ← All orchestrators
      </Link>
      <h1 className="mt-1 flex flex-wrap items-center gap-x-3 text-xl font-semibold tracking-tight">
        <span aria-hidden="true" className="size-3 rounded-full" style={{ background: color }} />
        Orchestrator
        {region !== undefined && <span className="text-sm font-normal text-soft">{region}</span>}
      </h1>
      <p className="font-mono text-[0.8125rem] break-all text-soft">{address}</p>
    </div>
  )
}
