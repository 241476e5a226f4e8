import type { ReactNode } from 'react'

export type BadgeTone = 'good' | 'warn' | 'bad' | 'quiet'

const tones: Readonly<Record<BadgeTone, string>> = {
  good: 'text-good border-good/40 bg-good/10',
  warn: 'text-warn border-warn/40 bg-warn/10',
  bad: 'text-bad border-bad/40 bg-bad/10',
  quiet: 'text-soft border-line bg-sunken',
}

/** A state in a word. */
export function Badge({
  tone,
  title,
  children,
}: {
  tone: BadgeTone
  title?: string | undefined
  children: ReactNode
}) {
  return (
    <span
      title={title}
      className={`inline-block whitespace-nowrap rounded-full border px-2 py-0.5 text-xs font-medium ${tones[tone]}`}
    >
      {children}
    </span>
  )
}
