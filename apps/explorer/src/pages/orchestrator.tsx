import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { type Address, isAddress } from 'viem'
import { useLive } from '../api/use-live.ts'
import { Notice } from '../components/notice.tsx'
import { PositionCard } from '../features/account/position-card.tsx'
import { BondButton } from '../features/bonding/bond-button.tsx'
import { CutsCard } from '../features/orchestrator/cuts-card.tsx'
import { DelegatorsCard } from '../features/orchestrator/delegators-card.tsx'
import { GatewayCard } from '../features/orchestrator/gateway-card.tsx'
import { MissedCard } from '../features/orchestrator/missed-card.tsx'
import { RecentSegments } from '../features/orchestrator/recent-segments.tsx'
import { RecordCard } from '../features/orchestrator/record-card.tsx'
import { RoundsCard } from '../features/orchestrator/rounds-card.tsx'
import { ServiceCard } from '../features/orchestrator/service-card.tsx'
import { useRecord } from '../features/orchestrator/use-record.ts'
import { electionOfRow } from '../features/orchestrators/election-of-row.ts'
import { StateBadges } from '../features/orchestrators/state-badges.tsx'
import { ForecastCard } from '../features/yield/forecast-card.tsx'
import { useForecastBasis } from '../features/yield/use-forecast-basis.ts'
import { useToken } from '../network/chain-facts.ts'
import { useNetwork } from '../network/network-context.tsx'
import { useDirectory } from '../network/use-directory.ts'
import { useStatus } from '../network/use-status.ts'
import { text } from '../text/text.ts'

const said = text.orchestrator

/** One orchestrator: its record, what it earns, who delegates to it, and how it serves. */
export function OrchestratorPage() {
  const { address } = useParams({ from: '/orchestrators/$address' })
  if (!isAddress(address, { strict: false }))
    return <Notice tone="error" title={said.notAnAddress.title} text={said.notAnAddress.text} />
  return <OrchestratorView address={address.toLowerCase() as Address} />
}
