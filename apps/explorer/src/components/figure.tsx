import type { ReactNode } from 'react'

interface FigureProps {
  readonly label: string
  readonly value: ReactNode
  readonly unit?: string | undefined
  readonly hint?: string
  readonly testId?: string
}

/** A number with its name and unit. An absent value is shown as absent, never as zero. */
export function Figure({ label, value, unit, hint, testId }: FigureProps) {
  return (
    <div title={hint} className="min-w-0">
      <dt className="truncate text-xs text-soft">{label}</dt>
      <dd className="mt-0.5 text-lg leading-snug font-semibold tracking-tight" data-testid={testId}>
        {value ?? <span className="text-soft">–</span>}
        {value !== undefined && unit !== undefined && (
          <span className="ml-1 inline-block text-xs font-normal tracking-normal text-soft">{unit}</span>
        )}
      </dd>
    </div>
  )
}
