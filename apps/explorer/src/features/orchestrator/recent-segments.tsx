import type { StatusSegment } from '@millrace/client'
import { Card } from '../../components/card.tsx'
import { GatewayNotice, Notice } from '../../components/notice.tsx'
import { formatAmount, formatCount } from '../../format/amounts.ts'
import { formatClock, formatLatency } from '../../format/time.ts'
import { useStatus } from '../../network/use-status.ts'
import { triesOf } from './tries.ts'

const mostRows = 12

/** The last segments that an orchestrator was asked to transcode, newest first. */
export function RecentSegments({ address }: { address: string }) {
  const { status, problem } = useStatus()
  const tries = status && triesOf(status.segments, address).slice(0, mostRows)
  return (
    <Card title="Recent segments">
      {!tries ? (
        <GatewayNotice problem={problem} loading="Asking the gateway" />
      ) : tries.length === 0 ? (
        <Notice tone="empty" title="It was not asked for any of the last segments" />
      ) : (
        <div className="overflow-x-auto">
          <table className="w-full text-right whitespace-nowrap">
            <thead className="text-xs text-soft">
              <tr className="[&>th]:px-2 [&>th]:pb-2 [&>th]:font-medium [&>th:first-child]:pl-0 [&>th:last-child]:pr-0">
                <th scope="col" className="text-left">
                  Segment
                </th>
                <th scope="col" className="text-left">
                  Asked
                </th>
                <th scope="col" className="text-left">
                  Outcome
                </th>
                <th scope="col">Answer after</th>
                <th scope="col">Tickets</th>
                <th scope="col">Fee ETH</th>
              </tr>
            </thead>
            <tbody>
              {tries.map(({ segment, attempt }) => (
                <Row
                  key={`${segment.streamId} ${segment.seqNo} ${attempt.startedAt}`}
                  segment={segment}
                  attempt={attempt}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Card>
  )
}

interface RowProps {
  readonly segment: StatusSegment
  readonly attempt: StatusSegment['attempts'][number]
}

function Row({ segment: { streamId, seqNo, tickets, feeWei }, attempt }: RowProps) {
  const isPaid = attempt.outcome === 'won'
  return (
    <tr
      data-testid="recent-segment"
      className="border-t border-line [&>td]:px-2 [&>td]:py-2 [&>td:first-child]:pl-0 [&>td:last-child]:pr-0"
    >
      <td className="text-left">
        {seqNo} <span className="text-soft">of {streamId}</span>
      </td>
      <td className="text-left">{formatClock(attempt.startedAt)}</td>
      <td className="text-left">
        {attempt.outcome}
        {attempt.hedge && <span className="text-soft"> · asked besides</span>}
        {attempt.error !== undefined && <span className="text-soft"> · {attempt.error}</span>}
      </td>
      <td>{attempt.durationMs === undefined ? '–' : formatLatency(attempt.durationMs)}</td>
      <td>{isPaid && tickets !== undefined ? formatCount(tickets) : '–'}</td>
      <td>{isPaid && feeWei !== undefined ? formatAmount(feeWei, 6) : '–'}</td>
    </tr>
  )
}
