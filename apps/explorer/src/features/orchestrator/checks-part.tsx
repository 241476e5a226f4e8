import type { StatusOrchestrator } from '@millrace/client'
import { Figure } from '../../components/figure.tsx'
import { formatCount } from '../../format/amounts.ts'
import { formatMoment } from '../../format/time.ts'

type Checks = NonNullable<StatusOrchestrator['checks']>

/** What this gateway found when it looked at an orchestrator's results. */
export function ChecksPart({ checks: { checked, bad, lastBad } }: { checks: Checks }) {
  return (
    <section data-testid="checks" className="mt-4 border-t border-line pt-4">
      <dl className="grid grid-cols-2 gap-4 sm:grid-cols-4">
        <Figure
          label="Results checked"
          value={formatCount(checked)}
          hint="Drawn by chance; all of them while it is new, or was caught."
        />
        <Figure
          label="Bad results"
          value={<span className={bad > 0 ? 'text-bad' : undefined}>{formatCount(bad)}</span>}
          hint="Not what was ordered: done again elsewhere, and it was suspended."
          testId="bad-results"
        />
      </dl>
      {lastBad && <LastBad found={lastBad} />}
    </section>
  )
}

function LastBad({ found: { at, streamId, seqNo, reasons } }: { found: NonNullable<Checks['lastBad']> }) {
  return (
    <div className="mt-3">
      <h3 className="font-medium">
        Last bad result: segment {seqNo} of {streamId}
        <span className="ml-2 font-normal text-soft">{formatMoment(at)}</span>
      </h3>
      <ul className="mt-1 grid gap-1">
        {reasons.map(({ rendition, code, message }) => (
          <li key={`${rendition} ${code} ${message}`} className="break-words text-soft">
            <span className="font-medium text-ink">{rendition}</span> {message}
          </li>
        ))}
      </ul>
    </div>
  )
}
