import type { StatusSegment } from '@millrace/client'
import type { ReactNode } from 'react'
import { AddressText } from '../../components/address.tsx'
import { formatAmount, formatCount, formatPrice } from '../../format/amounts.ts'
import { formatLatency } from '../../format/time.ts'
import { useDirectory } from '../../network/use-directory.ts'
import { usePriceUnit } from '../../network/use-price-unit.ts'

/** All that is known of one segment. */
export function SegmentDetails({ segment }: { segment: StatusSegment }) {
  const unit = usePriceUnit()
  const find = useDirectory()
  const { orchestrator, latencyMs, price, feeWei, tickets, attempts } = segment
  return (
    <div data-testid="segment-details" className="mt-4 border-t border-line pt-4">
      <dl className="grid grid-cols-2 gap-x-4 gap-y-3 sm:grid-cols-3 lg:grid-cols-6">
        <Fact name="Segment" value={`${segment.seqNo}, ${segment.state}`} />
        <Fact
          name="Done by"
          value={orchestrator && <AddressText address={orchestrator} color={find(orchestrator).color} />}
        />
        <Fact name="Latency" value={latencyMs === undefined ? undefined : formatLatency(latencyMs)} />
        <Fact name="Price" value={price && `${formatPrice(price, unit)} ${unit}`} />
        <Fact name="Fee" value={feeWei === undefined ? undefined : `${formatAmount(feeWei, 6)} ETH`} />
        <Fact name="Tickets" value={tickets === undefined ? undefined : formatCount(tickets)} />
      </dl>
      {attempts.length > 1 && <Attempts attempts={attempts} />}
    </div>
  )
}

function Fact({ name, value }: { name: string; value: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-xs text-soft">{name}</dt>
      <dd className="truncate font-medium">{value ?? <span className="text-soft">–</span>}</dd>
    </div>
  )
}

function Attempts({ attempts }: { attempts: StatusSegment['attempts'] }) {
  const find = useDirectory()
  return (
    <ol aria-label="Tries" className="mt-3 flex flex-wrap gap-x-5 gap-y-1 text-xs text-soft">
      {attempts.map((attempt) => (
        <li key={`${attempt.orchestrator} ${attempt.startedAt}`} className="flex items-center gap-1.5">
          <AddressText address={attempt.orchestrator} color={find(attempt.orchestrator).color} />
          {attempt.hedge && 'asked besides,'} {attempt.outcome}
          {attempt.durationMs !== undefined && ` after ${formatLatency(attempt.durationMs)}`}
          {attempt.error !== undefined && ` (${attempt.error})`}
        </li>
      ))}
    </ol>
  )
}
