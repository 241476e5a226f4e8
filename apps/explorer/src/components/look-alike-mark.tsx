import { text } from '../text/text.ts'

/** Stands after a name that can be taken for another account's. */
export function LookAlikeMark() {
  return (
    <svg
      role="img"
      aria-label={text.identity.lookAlike}
      viewBox="0 0 16 16"
      className="size-4 shrink-0 text-warn"
      data-testid="look-alike"
    >
      <title>{text.identity.lookAlike}</title>
      <path
        fill="currentColor"
        d="M8 1.2a1 1 0 0 1 .87.5l6.3 11.1a1 1 0 0 1-.87 1.5H1.7a1 1 0 0 1-.87-1.5L7.13 1.7A1 1 0 0 1 8 1.2ZM7.2 5.4l.25 4.3h1.1l.25-4.3Zm.8 5.2a.85.85 0 1 0 0 1.7.85.85 0 0 0 0-1.7Z"
      />
    </svg>
  )
}
