import { type ReactNode, useId } from 'react'

interface CardProps {
  readonly title: string
  /** Of its heading: 1 where it is the page itself. */
  readonly level?: 1 | 2
  readonly aside?: ReactNode
  readonly className?: string
  readonly children: ReactNode
}

/** A titled part of a page. */
export function Card({ title, level = 2, aside, className = '', children }: CardProps) {
  const id = useId()
  const Heading = level === 1 ? 'h1' : 'h2'
  return (
    <section
      aria-labelledby={id}
      className={`flex min-w-0 flex-col rounded-2xl border border-line bg-card p-4 sm:p-5 ${className}`}
    >
      <header className="mb-4 flex min-h-6 flex-wrap items-center justify-between gap-x-4 gap-y-1">
        <Heading id={id} className="text-[0.9375rem] font-semibold tracking-tight">
          {title}
        </Heading>
        {aside !== undefined && <div className="text-soft">{aside}</div>}
      </header>
      {children}
    </section>
  )
}
