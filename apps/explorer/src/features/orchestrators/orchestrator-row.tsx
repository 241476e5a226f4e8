import type { StatusOrchestrator } from '@millrace/client'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { AddressText } from '../../components/address.tsx'
import { formatAmount, formatCount, formatPpm, formatPrice, type PriceUnit } from '../../format/amounts.ts'
import { formatLatency } from '../../format/time.ts'
import type { RankedOrchestrator } from '../../network/orchestrator-facts.ts'
import { useDirectory } from '../../network/use-directory.ts'
import { useStatus } from '../../network/use-status.ts'
import { text } from '../../text/text.ts'
import { StepButton } from '../staking/step-button.tsx'
import type { Election } from './election.ts'
import { StateBadges } from './state-badges.tsx'

const { columns: names } = text.overview.top

interface OrchestratorRowProps {
  readonly facts: RankedOrchestrator
  /** What the gateway knows of it. */
  readonly seen: StatusOrchestrator | undefined
  readonly election: Election
  readonly priceUnit: PriceUnit
  readonly symbol: string
}

/** One orchestrator: a row, and on small screens a block of named values. */
export function OrchestratorRow({ facts, seen, election, priceUnit, symbol }: OrchestratorRowProps) {
  const find = useDirectory()
  const { isAbsent } = useStatus()
  return (
    <tr
      data-testid="orchestrator-row"
      data-address={facts.address}
      data-election={election}
      className="border-t border-line max-lg:grid max-lg:grid-cols-3 max-lg:gap-x-4 max-lg:gap-y-3 max-lg:py-4 sm:max-lg:grid-cols-6 lg:[&>td]:px-2 lg:[&>td]:py-2.5 lg:[&>td:first-child]:pl-0 lg:[&>td:last-child]:pr-0"
    >
      <td className="max-lg:col-span-2 text-left sm:max-lg:col-span-3">
        <Link
          to="/orchestrators/$address"
          params={{ address: facts.address }}
          className="inline-block rounded py-1 hover:underline"
        >
          <AddressText address={facts.address} color={find(facts.address).color} />
        </Link>
      </td>
      <td className="max-lg:hidden text-left">
        {isAbsent ? formatCount(facts.delegators) : (seen?.region ?? '–')}
      </td>
      <td className="max-lg:text-right lg:text-left sm:max-lg:col-span-3">
        <StateBadges election={election} seen={seen} />
      </td>
      <Value name={isAbsent ? names.delegators : names.region} className="lg:hidden">
        {isAbsent ? formatCount(facts.delegators) : (seen?.region ?? '–')}
      </Value>
      <Value name={names.stake} unit={symbol} testId="stake">
        {formatAmount(facts.stake, 0)}
      </Value>
      {isAbsent ? <Cuts facts={facts} /> : <Work seen={seen} priceUnit={priceUnit} />}
      <Value name={names.redeemed} unit="ETH">
        {formatAmount(facts.feesWei, 5)}
      </Value>
      <td className="max-lg:col-start-3 max-lg:self-end sm:max-lg:col-start-6">
        <StepButton request={{ kind: 'bond', to: facts.address }} of={facts.address} />
      </td>
    </tr>
  )
}

function Cuts({ facts: { rewardCut, feeShare } }: { facts: RankedOrchestrator }) {
  return (
    <>
      <Value name={names.rewardCut}>{formatPpm(rewardCut)}</Value>
      <Value name={names.feeShare}>{formatPpm(feeShare)}</Value>
    </>
  )
}

/** What it did for this gateway. */
function Work({ seen, priceUnit }: { seen: StatusOrchestrator | undefined; priceUnit: PriceUnit }) {
  return (
    <>
      <Value name={names.price} unit={seen?.price && priceUnit}>
        {seen?.price ? formatPrice(seen.price, priceUnit) : '–'}
      </Value>
      <Value name={names.segments} testId="segments-done">
        {seen ? formatCount(seen.segmentsDone) : '–'}
      </Value>
      <Value name={names.latency}>
        {seen?.medianLatencyMs === undefined ? '–' : formatLatency(seen.medianLatencyMs)}
      </Value>
      <Value name={names.tickets}>{seen ? formatCount(seen.ticketsSent) : '–'}</Value>
    </>
  )
}

interface ValueProps {
  readonly name: string
  /** Stands in the head of the table, and beside the value where there is none. */
  readonly unit?: string | undefined
  readonly testId?: string
  readonly className?: string
  readonly children: ReactNode
}

function Value({ name, unit, testId, className = '', children }: ValueProps) {
  return (
    <td className={`max-lg:text-left ${className}`}>
      <span className="block text-xs text-soft lg:hidden">{name}</span>
      <span data-testid={testId}>{children}</span>
      {unit !== undefined && <span className="ml-1 text-xs text-soft lg:hidden">{unit}</span>}
    </td>
  )
}
