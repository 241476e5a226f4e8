import { formatPpm } from '../../format/amounts.ts'
import { formatMoment } from '../../format/time.ts'
import { text } from '../../text/text.ts'
import { type CutChange, cutSpikeOf } from './cut-spike.ts'

const ppm = (value: number) => formatPpm(BigInt(value))

interface CutSpikeNoticeProps {
  readonly changes: readonly CutChange[] | undefined
  /** Time of the block that the answers are true for, in ms since the Unix epoch. */
  readonly nowMs: number | undefined
}

/** A warning where a reward cut was raised at a stroke; otherwise nothing. */
export function CutSpikeNotice({ changes, nowMs }: CutSpikeNoticeProps) {
  const spike = changes && nowMs !== undefined ? cutSpikeOf(changes, nowMs) : undefined
  if (!spike) return
  return (
    <p role="alert" data-testid="cut-spike" className="mb-4 rounded-lg bg-warn/10 px-3 py-2 text-warn">
      {text.orchestrator.cuts.spike(ppm(spike.from), ppm(spike.to), formatMoment(spike.time))}
    </p>
  )
}
