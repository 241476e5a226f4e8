import type { ReactNode } from 'react'
import { type Address, isAddress } from 'viem'
import { AddressText } from '../components/address.tsx'
import { Badge } from '../components/badge.tsx'
import { Card } from '../components/card.tsx'
import { Figure } from '../components/figure.tsx'
import { Notice } from '../components/notice.tsx'
import { BondButton } from '../features/bonding/bond-button.tsx'
import { useRedeemed } from '../features/orchestrators/earnings.ts'
import { electionOf } from '../features/orchestrators/election.ts'
import { formatAmount, formatPpm, formatPrice } from '../format/amounts.ts'
import { formatMs } from '../format/time.ts'
import { useOrchestrator, useRound, useToken } from '../network/chain-facts.ts'
import { useStatus } from '../network/use-status.ts'

/** One orchestrator: what the chain and this gateway know of it. */
export function OrchestratorPage({ address }: { address: string }) {
  if (!isAddress(address, { strict: false }))
    return (
      <Notice
        tone="error"
        title="This is not an address"
        text="An address has 0x and 40 hexadecimal digits."
      />
    )
  return <OrchestratorFacts address={address} />
}

function OrchestratorFacts({ address }: { address: Address }) {
  const { data: facts, error } = useOrchestrator(address)
  const { data: round } = useRound()
  const { data: token } = useToken()
  const { status } = useStatus()
  const redeemed = useRedeemed()
  const title = <AddressText address={address} />
  if (error)
    return (
      <Framed title={title}>
        <Notice tone="error" title="The chain could not be read" text={error.message.split('\n')[0]} />
      </Framed>
    )
  if (!facts || !round)
    return (
      <Framed title={title}>
        <Notice tone="loading" title="Reading the chain" />
      </Framed>
    )
  const election = electionOf(facts, round.number)
  if (election === 'unregistered')
    return (
      <Framed title={title}>
        <Notice
          tone="empty"
          title="Not an orchestrator"
          text="This account has no stake of its own bonded to itself."
        />
      </Framed>
    )
  const seen = status?.orchestrators.find((one) => one.address.toLowerCase() === address.toLowerCase())
  const earned = redeemed?.get(address.toLowerCase()) ?? (redeemed && { tickets: 0, wei: 0n })
  return (
    <Framed title={title}>
      <Card
        title="On chain"
        aside={
          <span className="flex items-center gap-3">
            <Badge tone="quiet">{election}</Badge>
            <BondButton orchestrator={address} election={election} />
          </span>
        }
      >
        <dl className="grid grid-cols-2 gap-4 md:grid-cols-4">
          <Figure label="stake" value={formatAmount(facts.stake, 2)} unit={token?.symbol ?? ''} />
          <Figure
            label="reward cut"
            value={formatPpm(facts.rewardCut)}
            hint="Share of the rewards that it keeps."
          />
          <Figure
            label="fee share"
            value={formatPpm(facts.feeShare)}
            hint="Share of the fees that its delegators get."
          />
          <Figure
            label="last reward call"
            value={facts.lastRewardRound === 0n ? 'never' : `round ${facts.lastRewardRound}`}
          />
          <Figure label="redeemed" value={earned && formatAmount(earned.wei, 6)} unit="ETH" />
          <Figure label="winning tickets" value={earned?.tickets} />
        </dl>
        <p className="mt-4 text-soft">
          Service address: <span className="break-all text-ink">{facts.serviceUri || 'none'}</span>
        </p>
      </Card>
      <Card title="Seen by this gateway">
        {seen ? (
          <dl className="grid grid-cols-2 gap-4 md:grid-cols-4">
            <Figure label="state" value={seen.state} />
            <Figure label="region" value={seen.region ?? 'not said'} />
            <Figure label="price" value={seen.price && formatPrice(seen.price)} />
            <Figure
              label="median latency"
              value={seen.medianLatencyMs === undefined ? undefined : formatMs(seen.medianLatencyMs)}
            />
            <Figure label="segments done" value={seen.segmentsDone} />
            <Figure label="segments failed" value={seen.segmentsFailed} />
            <Figure label="tickets sent" value={seen.ticketsSent} />
            <Figure
              label="their value"
              value={formatAmount(seen.ticketValueWei, 6)}
              unit="ETH"
              hint="Expected value of all tickets."
            />
          </dl>
        ) : (
          <Notice tone="empty" title="This gateway has not worked with it" />
        )}
      </Card>
    </Framed>
  )
}

function Framed({ title, children }: { title: ReactNode; children: ReactNode }) {
  return (
    <div className="grid gap-4">
      <h1 className="text-xl font-semibold">Orchestrator {title}</h1>
      {children}
    </div>
  )
}
