import type { ComponentProps } from 'react'

/** A choice from a list; the arrow is drawn by the page so that it looks alike everywhere. */
export function Select({ className = '', ...props }: ComponentProps<'select'>) {
  return (
    <span className={`relative inline-flex min-w-0 max-w-full ${className}`}>
      <select
        className="w-full min-w-0 cursor-pointer appearance-none truncate rounded-lg border border-line bg-card py-1.5 pr-8 pl-2.5 text-ink hover:bg-sunken [&>option]:bg-card [&>option]:text-ink"
        {...props}
      />
      <svg
        viewBox="0 0 12 12"
        aria-hidden="true"
        className="pointer-events-none absolute top-1/2 right-2.5 size-3 -translate-y-1/2 text-soft"
      >
        <path
          d="M2.5 4.5 6 8l3.5-3.5"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.5"
          strokeLinecap="round"
        />
      </svg>
    </span>
  )
}
