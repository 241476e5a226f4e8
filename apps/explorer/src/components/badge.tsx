import type { ReactNode } from 'react'
import { Hint } from './hint.tsx'

export type BadgeTone = 'good' | 'warn' | 'bad' | 'quiet'

const tones: Readonly<Record<BadgeTone, string>> = {
  good: 'text-good bg-good/10',
  warn: 'text-warn bg-warn/10',
  bad: 'text-bad bg-bad/10',
  quiet: 'text-soft bg-sunken',
}

interface BadgeProps {
  readonly tone: BadgeTone
  /** Why it is so: shown when the badge is pointed at or focused. */
  readonly reason?: string | undefined
  readonly children: ReactNode
}

/** A state in a word. */
export function Badge({ tone, reason, children }: BadgeProps) {
  const badge = (
    <span
      className={`inline-flex items-center gap-1.5 rounded-full px-2 py-0.5 text-xs font-medium whitespace-nowrap ${tones[tone]} ${reason === undefined ? '' : 'underline decoration-dotted underline-offset-2'}`}
    >
      <span aria-hidden="true" className="size-1.5 rounded-full bg-current" />
      {children}
    </span>
  )
  return reason === undefined ? badge : <Hint text={reason}>{badge}</Hint>
}
