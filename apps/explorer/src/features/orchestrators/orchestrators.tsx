import type { StatusOrchestrator } from '@millrace/client'
import { Link } from '@tanstack/react-router'
import { AddressText } from '../../components/address.tsx'
import { Badge, type BadgeTone } from '../../components/badge.tsx'
import { Card } from '../../components/card.tsx'
import { Notice } from '../../components/notice.tsx'
import { formatAmount, formatPrice } from '../../format/amounts.ts'
import { formatMs } from '../../format/time.ts'
import {
  type OrchestratorFacts,
  useOrchestrators,
  usePoolSize,
  useRound,
  useToken,
} from '../../network/chain-facts.ts'
import { colorOf, useDirectory } from '../../network/use-directory.ts'
import { useStatus } from '../../network/use-status.ts'
import { BondButton } from '../bonding/bond-button.tsx'
import { type Redeemed, useRedeemed } from './earnings.ts'
import { type Election, electionOf } from './election.ts'

const tones: Readonly<Record<Election, BadgeTone>> = {
  elected: 'good',
  entering: 'warn',
  leaving: 'warn',
  waiting: 'quiet',
  unregistered: 'quiet',
}

/** All orchestrators: those that stake elected, and those that wait. */
export function Orchestrators() {
  const { data: orchestrators, error } = useOrchestrators()
  const { data: round } = useRound()
  const { data: size } = usePoolSize()
  const { data: token } = useToken()
  const { status } = useStatus()
  const redeemed = useRedeemed()
  const title = 'Orchestrators'
  if (error)
    return (
      <Card title={title}>
        <Notice tone="error" title="The chain could not be read" text={error.message.split('\n')[0]} />
      </Card>
    )
  if (!orchestrators || !round)
    return (
      <Card title={title}>
        <Notice tone="loading" title="Reading stake and cuts from the chain" />
      </Card>
    )
  if (orchestrators.length === 0)
    return (
      <Card title={title}>
        <Notice tone="empty" title="Nobody has registered yet" />
      </Card>
    )
  const ranked = [...orchestrators].sort((a, b) => (a.stake === b.stake ? 0 : a.stake > b.stake ? -1 : 1))
  return (
    <Card title={title} aside={size === undefined ? undefined : `stake elects ${size}`}>
      <div className="-mx-4 overflow-x-auto sm:mx-0">
        <table className="w-full min-w-[56rem] border-collapse text-right">
          <thead className="text-xs text-soft">
            <tr className="[&>th]:px-2 [&>th]:pb-2 [&>th]:font-medium">
              <th scope="col" className="text-left">
                Orchestrator
              </th>
              <th scope="col" className="text-left">
                Region
              </th>
              <th scope="col" className="text-left">
                Election
              </th>
              <th scope="col">Stake {token?.symbol}</th>
              <th scope="col">Price</th>
              <th scope="col">Segments</th>
              <th scope="col">Latency</th>
              <th scope="col">Tickets</th>
              <th scope="col">Redeemed ETH</th>
              <th scope="col">
                <span className="sr-only">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {ranked.map((facts) => {
              const key = facts.address.toLowerCase()
              const seen = status?.orchestrators.find(({ address }) => address.toLowerCase() === key)
              return (
                <Row
                  key={key}
                  facts={facts}
                  seen={seen}
                  election={electionOf(facts, round.number)}
                  redeemed={redeemed && (redeemed.get(key) ?? { tickets: 0, wei: 0n })}
                />
              )
            })}
          </tbody>
        </table>
      </div>
    </Card>
  )
}

interface RowProps {
  readonly facts: OrchestratorFacts
  readonly seen: StatusOrchestrator | undefined
  readonly election: Election
  readonly redeemed: Redeemed | undefined
}

function Row({ facts, seen, election, redeemed }: RowProps) {
  const find = useDirectory()
  const problem =
    seen && (seen.state === 'suspended' || seen.state === 'unreachable' || seen.state === 'refused')
      ? seen
      : undefined
  return (
    <tr
      data-testid="orchestrator-row"
      data-address={facts.address}
      data-election={election}
      className="border-t border-line [&>td]:px-2 [&>td]:py-2.5"
    >
      <td className="text-left">
        <Link to="/orchestrators/$address" params={{ address: facts.address }} className="hover:underline">
          <AddressText address={facts.address} color={colorOf(find(facts.address))} />
        </Link>
      </td>
      <td className="text-left">{seen?.region ?? '–'}</td>
      <td className="space-x-1 text-left">
        <Badge tone={tones[election]}>{election}</Badge>
        {problem && (
          <Badge tone="bad" title={problem.reason}>
            {problem.state}
          </Badge>
        )}
      </td>
      <td data-testid="stake">{formatAmount(facts.stake, 0)}</td>
      <td>{seen?.price ? formatPrice(seen.price) : '–'}</td>
      <td data-testid="segments-done">{seen ? seen.segmentsDone : '–'}</td>
      <td>{seen?.medianLatencyMs === undefined ? '–' : formatMs(seen.medianLatencyMs)}</td>
      <td>{seen ? seen.ticketsSent : '–'}</td>
      <td title={redeemed && `${redeemed.tickets} winning tickets`}>
        {redeemed ? formatAmount(redeemed.wei, 5) : '–'}
      </td>
      <td>
        <BondButton orchestrator={facts.address} election={election} />
      </td>
    </tr>
  )
}
