import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { type Address, isAddress } from 'viem'
import { useLive } from '../api/use-live.ts'
import { LaterCard } from '../components/later.tsx'
import { Notice } from '../components/notice.tsx'
import { EventsCard } from '../features/events/events-card.tsx'
import { CutsCard } from '../features/orchestrator/cuts-card.tsx'
import { DelegatorsCard } from '../features/orchestrator/delegators-card.tsx'
import { GatewayCard } from '../features/orchestrator/gateway-card.tsx'
import { MissedCard } from '../features/orchestrator/missed-card.tsx'
import { RecentSegments } from '../features/orchestrator/recent-segments.tsx'
import { RecordCard } from '../features/orchestrator/record-card.tsx'
import { RoundsCard } from '../features/orchestrator/rounds-card.tsx'
import { ServiceCard } from '../features/orchestrator/service-card.tsx'
import { useRecord } from '../features/orchestrator/use-record.ts'
import type { Election } from '../features/orchestrators/election.ts'
import { StateBadges } from '../features/orchestrators/state-badges.tsx'
import { ProfileCard } from '../features/profile/profile-card.tsx'
import { PositionCard } from '../features/staking/position-card.tsx'
import { StepButton } from '../features/staking/step-button.tsx'
import { ForecastCard } from '../features/yield/forecast-card.tsx'
import { useLiveProfile, useProfile } from '../identity/use-profile.ts'
import { useNetwork } from '../network/network-context.tsx'
import { useDirectory } from '../network/use-directory.ts'
import { useStatus } from '../network/use-status.ts'
import { useToken } from '../network/use-token.ts'
import { text } from '../text/text.ts'

const said = text.orchestrator

/** One orchestrator: its record, what it earns, who delegates to it, and how it serves. */
export function OrchestratorPage() {
  const { address } = useParams({ from: '/orchestrators/$address' })
  if (!isAddress(address, { strict: false }))
    return <Notice tone="error" title={said.notAnAddress.title} text={said.notAnAddress.text} />
  return <OrchestratorView key={address} address={address.toLowerCase() as Address} />
}

function OrchestratorView({ address }: { address: Address }) {
  const record = useRecord(address)
  const { row, election, problem, isUnknown } = record
  const search = useSearch({ from: '/orchestrators/$address' })
  const navigate = useNavigate({ from: '/orchestrators/$address' })
  const { symbol } = useToken()
  const { config } = useNetwork()
  const nowMs = useLive().position?.time
  // How much an account says of itself nobody knows before it is read: what stands below would be moved by it.
  const profile = useLiveProfile(address)
  const isPlaced = profile.data !== undefined || profile.problem !== undefined
  if (isUnknown) return <Unknown address={address} />
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <header className="flex flex-wrap items-end justify-between gap-3">
        <Title address={address} />
        {election !== undefined && election !== 'unregistered' && (
          <StepButton request={{ kind: 'bond', to: address }} of={address} />
        )}
      </header>
      <RecordCard
        {...{ row, problem, symbol }}
        rank={record.pools.rows?.[0]?.rank}
        aside={<State address={address} election={election} />}
      />
      <ProfileCard address={address} />
      {isPlaced ? (
        <>
          <ForecastCard
            {...{ row, symbol, search }}
            pools={record.pools.rows}
            onChange={(changed) =>
              void navigate({
                search: (before) => ({ ...before, ...changed }),
                ...{ replace: true, resetScroll: false },
              })
            }
          />
          <LaterCard heightPx={820}>
            <RoundsCard {...{ address, symbol, pools: record.pools }} />
          </LaterCard>
          <div className="grid items-start gap-4 lg:grid-cols-2">
            <LaterCard heightPx={400}>
              <CutsCard {...{ address, nowMs, pools: record.pools.rows, changes: record.cutChanges }} />
            </LaterCard>
            <LaterCard heightPx={200}>
              <MissedCard address={address} symbol={symbol} />
            </LaterCard>
          </div>
          <LaterCard heightPx={600}>
            <DelegatorsCard address={address} symbol={symbol} />
          </LaterCard>
          <ServiceCard row={row} />
          {config.gatewayUrl !== undefined && (
            <>
              <GatewayCard address={address} />
              <RecentSegments address={address} />
            </>
          )}
          <PositionCard />
          <LaterCard heightPx={600}>
            <EventsCard address={address} />
          </LaterCard>
        </>
      ) : (
        <div className="min-h-dvh" />
      )}
    </div>
  )
}

function State({ address, election }: { address: Address; election: Election | undefined }) {
  const { status } = useStatus()
  const seen = status?.orchestrators.find((one) => one.address.toLowerCase() === address)
  return election === undefined ? null : <StateBadges election={election} seen={seen} />
}

function Unknown({ address }: { address: Address }) {
  return (
    <div className="grid gap-4">
      <Title address={address} />
      <Notice tone="empty" title={said.unknown.title} text={said.unknown.text} />
    </div>
  )
}

function Title({ address }: { address: Address }) {
  const { color, region } = useDirectory()(address)
  const name = useProfile(address)?.name
  return (
    <div className="min-w-0">
      <Link to="/orchestrators" className="rounded text-soft hover:text-ink hover:underline">
        ← {said.all}
      </Link>
      <h1 className="mt-1 flex flex-wrap items-center gap-x-3 text-xl font-semibold tracking-tight">
        <span aria-hidden="true" className="size-3 rounded-full" style={{ background: color }} />
        {said.title}
        {name != null && <bdi className="min-w-0 break-words">{name}</bdi>}
        {region !== undefined && <span className="text-sm font-normal text-soft">{region}</span>}
      </h1>
      <p className="font-mono text-[0.8125rem] break-all text-soft">{address}</p>
    </div>
  )
}
