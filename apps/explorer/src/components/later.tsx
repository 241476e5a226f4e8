import { type ReactNode, useEffect, useState } from 'react'
import { flushSync } from 'react-dom'

/** However busy the browser is, nothing is put off for longer, in ms. */
const patienceMs = 1_000

interface LaterProps {
  /** Keeps the place. */
  readonly until: ReactNode
  readonly children: ReactNode
}

/**
 * What is not needed at once: drawn, and its data asked for, when the browser has time, after all that stands above it.
 * So what is seen first comes first, and no stretch of work is long enough to keep the reader waiting.
 */
export function Later({ until, children }: LaterProps) {
  const [isTime, setIsTime] = useState(false)
  // Drawn within the time that the browser gives, so that it can tell whether there is some left for the next.
  useEffect(() => whenIdle(() => flushSync(() => setIsTime(true))), [])
  return isTime ? children : until
}

/** @returns what calls it off */
function whenIdle(callback: () => void): () => void {
  // Safari has no such thing.
  if (!('requestIdleCallback' in window)) {
    const timer = setTimeout(callback)
    return () => clearTimeout(timer)
  }
  const id = requestIdleCallback(callback, { timeout: patienceMs })
  return () => cancelIdleCallback(id)
}

/** A card that is drawn {@link Later}. @param heightPx about as high as it will be, in CSS pixels */
export function LaterCard({ heightPx, children }: { heightPx: number; children: ReactNode }) {
  const place = (
    <div
      aria-hidden="true"
      className="rounded-2xl border border-line bg-card"
      style={{ minHeight: heightPx }}
    />
  )
  return <Later until={place}>{children}</Later>
}
