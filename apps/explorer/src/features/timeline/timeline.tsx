import type { StatusSegment } from '@millrace/client'
import { useState } from 'react'
import { Card } from '../../components/card.tsx'
import { GatewayNotice, Notice } from '../../components/notice.tsx'
import { useWidth } from '../../components/use-width.ts'
import { formatTick } from '../../format/time.ts'
import { useStatus } from '../../network/use-status.ts'
import { layOut, makersOf } from './layout.ts'
import { Legend } from './legend.tsx'
import { SegmentBars } from './segment-bars.tsx'
import { SegmentDetails } from './segment-details.tsx'

const mostBars = 60
const leastBars = 20
/** Room that the labels below need, in bars. */
const labelledBars = 14
/** A bar and the gap beside it, at the least. */
const barPx = 13

/** Which orchestrator did each of the last segments of a stream, and how long it took. */
export function Timeline({ streamId }: { streamId: string | undefined }) {
  const { status, problem } = useStatus()
  const hasSegments = status?.segments.some((segment) => segment.streamId === streamId) === true
  return (
    <Card title="Segments" aside={hasSegments ? <>latency of the last segments of {streamId}</> : undefined}>
      {!status ? (
        <GatewayNotice problem={problem} loading="Asking the gateway" />
      ) : hasSegments ? (
        <Chart segments={status.segments} streamId={streamId} />
      ) : (
        <Notice
          tone="empty"
          title="No segments yet"
          text="Each bar will be a segment: its colour the orchestrator that made the renditions, its height the time until all of them were out."
        />
      )}
    </Card>
  )
}

function Chart({ segments, streamId }: { segments: readonly StatusSegment[]; streamId: string | undefined }) {
  const [measure, widthPx] = useWidth()
  const [picked, setPicked] = useState<number>()
  const [pointed, setPointed] = useState<number>()
  const slots = Math.max(leastBars, Math.min(mostBars, Math.floor(widthPx / barPx)))
  const { bars, scaleMs } = layOut(segments, streamId, slots)
  const find = (seqNo: number | undefined) => bars.find(({ segment }) => segment.seqNo === seqNo)
  const newest = bars.findLast(({ segment }) => segment.state !== 'transcoding') ?? bars.at(-1)
  const shown = find(pointed) ?? find(picked) ?? newest
  return (
    <>
      <div className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2">
        <Axis scaleMs={scaleMs} />
        <div ref={measure} className="relative h-36 border-b border-line">
          <Grid />
          <SegmentBars bars={bars} slots={slots} shown={shown} onPick={setPicked} onPoint={setPointed} />
        </div>
        <p
          className="col-start-2 mt-1 flex justify-between gap-4 text-xs whitespace-nowrap text-soft"
          style={{ paddingLeft: `${Math.max(0, 1 - Math.max(bars.length, labelledBars) / slots) * 100}%` }}
        >
          <span>segment {bars[0]?.segment.seqNo}</span>
          <span>{bars.at(-1)?.segment.seqNo}, newest</span>
        </p>
      </div>
      <Legend makers={makersOf(bars)} />
      {shown && <SegmentDetails segment={shown.segment} />}
    </>
  )
}

function Axis({ scaleMs }: { scaleMs: number }) {
  return (
    <div
      aria-hidden="true"
      className="flex flex-col justify-between pt-4 text-right text-xs leading-0 text-soft"
    >
      {[scaleMs, scaleMs / 2, 0].map((tick) => (
        <span key={tick}>{formatTick(tick)}</span>
      ))}
    </div>
  )
}

function Grid() {
  return (
    <div aria-hidden="true" className="absolute inset-0 top-4 flex flex-col justify-between">
      <span className="border-t border-dashed border-line" />
      <span className="border-t border-dashed border-line" />
      <span />
    </div>
  )
}
