/** Stands where a figure will be, as high as that. */
export function Waiting({ className = 'w-20' }: { className?: string }) {
  return (
    <span
      aria-hidden="true"
      className={`pulse inline-block h-4 max-w-full rounded bg-line align-middle ${className}`}
    />
  )
}
