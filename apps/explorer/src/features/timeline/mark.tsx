import type { BarMark } from './layout.ts'

const shapes: Readonly<Record<BarMark, string>> = {
  lost: 'M3 3l6 6M9 3l-6 6',
  retried: 'M9.5 6a3.5 3.5 0 1 1-1.2-2.6M9.5 1.5v2.2H7.3',
  hedged: 'M2 4h7M7 2l2 2-2 2M2 8.5h7M7 6.5l2 2-2 2',
}

/** What happened to a segment, as a small sign. */
export function Mark({ kind }: { kind: BarMark }) {
  return (
    <svg
      viewBox="0 0 12 12"
      aria-hidden="true"
      className={`mb-0.5 size-3 shrink-0 ${kind === 'lost' ? 'text-bad' : 'text-soft'}`}
    >
      <path
        d={shapes[kind]}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.4"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  )
}
