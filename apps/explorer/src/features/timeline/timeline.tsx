import type { StatusSegment } from '@millrace/client'
import { shortAddress } from '@millrace/common/units'
import { useState } from 'react'
import { Card } from '../../components/card.tsx'
import { Notice } from '../../components/notice.tsx'
import { formatAmount, formatPrice } from '../../format/amounts.ts'
import { formatMs } from '../../format/time.ts'
import { colorOf, type DirectoryEntry, useDirectory } from '../../network/use-directory.ts'
import { useStatus } from '../../network/use-status.ts'
import { type Bar, layOut } from './layout.ts'

const mostBars = 60

/** Which orchestrator did each of the last segments, and how long it took. */
export function Timeline() {
  const { status } = useStatus()
  const find = useDirectory()
  const [chosen, setChosen] = useState<number>()
  if (!status)
    return (
      <Card title="Segments">
        <Notice tone="loading" title="Asking the gateway" />
      </Card>
    )
  const streamId = status.segments.at(-1)?.streamId
  const { bars, scaleMs } = layOut(status.segments, streamId, mostBars)
  const shown =
    bars.find(({ segment }) => segment.seqNo === chosen) ??
    bars.findLast(({ segment }) => segment.state !== 'transcoding')
  return (
    <Card
      title="Segments"
      aside={bars.length > 0 ? `stream ${streamId} · top of the chart: ${formatMs(scaleMs)}` : undefined}
    >
      {bars.length === 0 ? (
        <Notice
          tone="empty"
          title="No segments yet"
          text="Each bar will be a segment: its colour the orchestrator, its height the time until all renditions were out."
        />
      ) : (
        <>
          <ol data-testid="timeline" aria-label="Last segments" className="flex h-32 items-end gap-[3px]">
            {bars.map((bar) => (
              <SegmentBar
                key={bar.segment.seqNo}
                bar={bar}
                entry={entryOf(find, bar.segment)}
                isChosen={bar === shown}
                onChoose={() => setChosen(bar.segment.seqNo)}
              />
            ))}
          </ol>
          <Legend segments={bars.map(({ segment }) => segment)} find={find} />
          {shown && <Details segment={shown.segment} />}
        </>
      )}
    </Card>
  )
}

function entryOf(
  find: (address: string) => DirectoryEntry | undefined,
  segment: StatusSegment,
): DirectoryEntry | undefined {
  const address = segment.orchestrator ?? segment.attempts.at(-1)?.orchestrator
  return address === undefined ? undefined : find(address)
}

function SegmentBar({
  bar,
  entry,
  isChosen,
  onChoose,
}: {
  bar: Bar
  entry: DirectoryEntry | undefined
  isChosen: boolean
  onChoose: () => void
}) {
  const { segment, height, hasRetry, hasHedge } = bar
  const marks = [hasRetry ? 'retried' : '', hasHedge ? 'hedged' : ''].filter(Boolean).join(', ')
  const label = `Segment ${segment.seqNo}: ${segment.state}${segment.latencyMs === undefined ? '' : ` in ${formatMs(segment.latencyMs)}`}${marks ? `, ${marks}` : ''}`
  const fill = segment.state === 'lost' ? 'var(--color-bad)' : colorOf(entry)
  return (
    <li className="flex h-full min-w-0 max-w-4 flex-1 flex-col justify-end">
      <button
        type="button"
        data-testid="timeline-segment"
        data-state={segment.state}
        data-orchestrator={segment.orchestrator}
        aria-label={label}
        title={label}
        onMouseEnter={onChoose}
        onFocus={onChoose}
        onClick={onChoose}
        className="flex h-full w-full flex-col items-center justify-end"
      >
        {(hasRetry || hasHedge || segment.state === 'lost') && (
          <span aria-hidden="true" className="text-[0.65rem] leading-none text-warn">
            {segment.state === 'lost' ? '×' : hasRetry ? '↻' : '⇉'}
          </span>
        )}
        <span
          className={`w-full rounded-sm ${segment.state === 'transcoding' ? 'pulse opacity-50' : ''} ${isChosen ? 'ring-2 ring-ink/60' : ''}`}
          style={{ height: `${height * 90}%`, background: fill }}
        />
      </button>
    </li>
  )
}

function Legend({
  segments,
  find,
}: {
  segments: readonly StatusSegment[]
  find: (address: string) => DirectoryEntry | undefined
}) {
  const addresses = [
    ...new Set(segments.flatMap(({ orchestrator }) => (orchestrator === undefined ? [] : [orchestrator]))),
  ]
  return (
    <ul className="mt-2 flex flex-wrap gap-x-4 gap-y-1 text-xs text-soft">
      {addresses.map((address) => (
        <li key={address} className="flex items-center gap-1.5">
          <span
            aria-hidden="true"
            className="size-2.5 rounded-full"
            style={{ background: colorOf(find(address)) }}
          />
          {find(address)?.region ?? 'region unknown'} · {shortAddress(address)}
        </li>
      ))}
      <li>↻ retried</li>
      <li>⇉ hedged</li>
      <li className="text-bad">× lost</li>
    </ul>
  )
}

function Details({ segment }: { segment: StatusSegment }) {
  const facts: readonly (readonly [string, string])[] = [
    ['segment', String(segment.seqNo)],
    ['done by', segment.orchestrator === undefined ? '–' : shortAddress(segment.orchestrator)],
    ['latency', segment.latencyMs === undefined ? '–' : formatMs(segment.latencyMs)],
    ['price', segment.price === undefined ? '–' : formatPrice(segment.price)],
    ['fee', segment.feeWei === undefined ? '–' : `${formatAmount(segment.feeWei, 6)} ETH`],
    ['tickets', segment.tickets === undefined ? '–' : String(segment.tickets)],
    ['tries', String(segment.attempts.length)],
  ]
  return (
    <dl
      data-testid="segment-details"
      className="mt-3 grid grid-cols-3 gap-x-4 gap-y-2 border-t border-line pt-3 sm:grid-cols-7"
    >
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt className="text-xs text-soft">{name}</dt>
          <dd className="truncate font-medium">{value}</dd>
        </div>
      ))}
    </dl>
  )
}
