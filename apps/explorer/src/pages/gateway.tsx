import { Link, useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { isAddress } from 'viem'
import { useList } from '../api/use-list.ts'
import { Card } from '../components/card.tsx'
import { Figure } from '../components/figure.tsx'
import { LaterCard } from '../components/later.tsx'
import { Notice } from '../components/notice.tsx'
import { Waiting } from '../components/waiting.tsx'
import { EventsCard } from '../features/events/events-card.tsx'
import { GatewayBadges, type GatewayRow } from '../features/gateways/columns.tsx'
import { PaidCard } from '../features/gateways/paid-card.tsx'
import { ProfileCard } from '../features/profile/profile-card.tsx'
import { formatAmount, formatCount } from '../format/amounts.ts'
import { text } from '../text/text.ts'

const said = text.gateways

/** One gateway: its funds, and whom it paid. */
export function GatewayPage() {
  const { address } = useParams({ from: '/gateways/$address' })
  if (!isAddress(address, { strict: false }))
    return (
      <Notice
        tone="error"
        title={text.orchestrator.notAnAddress.title}
        text={text.orchestrator.notAnAddress.text}
      />
    )
  return <GatewayView key={address} address={address.toLowerCase()} />
}

function GatewayView({ address }: { address: string }) {
  const { rows, problem } = useList('/v1/gateways', { query: { address } })
  const row = rows?.[0]
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <Title address={address} />
      {problem !== undefined ? (
        <Notice tone="error" title={text.table.failed} text={text.table.again(problem)} />
      ) : rows?.length === 0 ? (
        <Notice tone="empty" title={said.unknown.title} text={said.unknown.text} />
      ) : (
        <>
          <ProfileCard address={address} />
          <Funds row={row} />
          <LaterCard heightPx={600}>
            <PaidCard address={address} />
          </LaterCard>
          <LaterCard heightPx={600}>
            <EventsCard address={address} />
          </LaterCard>
        </>
      )}
    </div>
  )
}

function Title({ address }: { address: string }) {
  return (
    <header className="min-w-0">
      <Link to="/gateways" className="rounded text-soft hover:text-ink hover:underline">
        ← {said.all}
      </Link>
      <h1 className="mt-1 text-xl font-semibold tracking-tight">{said.one}</h1>
      <p className="font-mono text-[0.8125rem] break-all text-soft">{address}</p>
    </header>
  )
}

function Funds({ row }: { row: GatewayRow | undefined }) {
  const names = said.figures
  const ether = (wei: bigint) => `${formatAmount(wei, 4)} ETH`
  const figures: readonly { readonly label: string; readonly value: (row: GatewayRow) => ReactNode }[] = [
    { label: names.deposit, value: ({ depositWei }) => ether(depositWei) },
    { label: names.reserve, value: ({ reserveWei }) => ether(reserveWei) },
    { label: names.fees90, value: ({ fees90DaysWei }) => ether(fees90DaysWei) },
    { label: names.fees, value: ({ feesWei }) => ether(feesWei) },
    { label: names.tickets, value: ({ winningTickets }) => formatCount(winningTickets) },
    { label: names.funded, value: ({ lastFundedBlock }) => formatCount(lastFundedBlock) },
  ]
  return (
    <Card title={names.title} aside={row && <GatewayBadges row={row} />}>
      <dl className="grid grid-cols-2 gap-4 sm:grid-cols-3 lg:grid-cols-6" aria-busy={row === undefined}>
        {figures.map(({ label, value }) => (
          <Figure key={label} label={label} value={row ? value(row) : <Waiting />} />
        ))}
      </dl>
    </Card>
  )
}
