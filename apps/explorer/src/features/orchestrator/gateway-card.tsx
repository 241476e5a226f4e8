import type { StatusOrchestrator } from '@millrace/client'
import { Card } from '../../components/card.tsx'
import { Figure } from '../../components/figure.tsx'
import { GatewayNotice, Notice } from '../../components/notice.tsx'
import { formatAmount, formatCount, formatPrice } from '../../format/amounts.ts'
import { formatLatency } from '../../format/time.ts'
import { usePriceUnit } from '../../network/use-price-unit.ts'
import { useStatus } from '../../network/use-status.ts'
import { ChecksPart } from './checks-part.tsx'

/** What this gateway has seen of an orchestrator. */
export function GatewayCard({ address }: { address: string }) {
  const { status, problem } = useStatus()
  const seen = status?.orchestrators.find((one) => one.address.toLowerCase() === address.toLowerCase())
  return (
    <Card title="Seen by this gateway">
      {seen ? (
        <Facts seen={seen} />
      ) : status ? (
        <Notice tone="empty" title="This gateway has not worked with it" />
      ) : (
        <GatewayNotice problem={problem} loading="Asking the gateway" />
      )}
    </Card>
  )
}

function Facts({ seen }: { seen: StatusOrchestrator }) {
  const unit = usePriceUnit()
  const { medianLatencyMs, price, reason, checks } = seen
  return (
    <>
      <dl className="grid grid-cols-2 gap-4 sm:grid-cols-4">
        <Figure label="State" value={seen.state} />
        <Figure label="Region" value={seen.region} hint="As it says itself." />
        <Figure label="Price" value={price && formatPrice(price, unit)} unit={unit} />
        <Figure
          label="Median latency"
          value={medianLatencyMs === undefined ? undefined : formatLatency(medianLatencyMs)}
        />
        <Figure label="Segments done" value={formatCount(seen.segmentsDone)} />
        <Figure label="Segments failed" value={formatCount(seen.segmentsFailed)} />
        <Figure label="Tickets sent" value={formatCount(seen.ticketsSent)} />
        <Figure
          label="Expected value"
          value={formatAmount(seen.ticketValueWei, 5)}
          unit="ETH"
          hint="What all tickets that were sent to it are worth on average."
        />
      </dl>
      {reason !== undefined && <p className="mt-4 break-words text-soft">{reason}</p>}
      {checks && <ChecksPart checks={checks} />}
    </>
  )
}
