import type { ReactNode } from 'react'

/** A number with its name and unit. An absent value is shown as absent, never as zero. */
export function Figure({
  label,
  value,
  unit,
  hint,
  testId,
}: {
  label: string
  value: ReactNode
  unit?: string
  hint?: string
  testId?: string
}) {
  return (
    <div title={hint}>
      <dt className="text-soft">{label}</dt>
      <dd className="text-lg font-semibold" data-testid={testId}>
        {value ?? '–'}
        {value !== undefined && unit !== undefined && (
          <span className="ml-1 text-sm font-normal text-soft">{unit}</span>
        )}
      </dd>
    </div>
  )
}
