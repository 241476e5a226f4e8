/** How long something took, always in seconds so that figures can be compared: `0.48 s`. */
export function formatLatency(ms: number): string {
  return `${(ms / 1_000).toFixed(2)} s`
}

/** A mark on an axis of seconds: `0.5 s`, `2 s`. */
export function formatTick(ms: number): string {
  return `${Number((ms / 1_000).toFixed(3))} s`
}

/** `58 s`, `4 min`, `3 h`: a length of time, roughly. */
export function formatDuration(seconds: number): string {
  if (seconds < 90) return `${Math.round(seconds)} s`
  if (seconds < 5_400) return `${Math.round(seconds / 60)} min`
  if (seconds < 172_800) return `${Math.round(seconds / 3_600)} h`
  return `${Math.round(seconds / 86_400)} days`
}

/** The time of day of a moment in ms since the Unix epoch, as the reader writes it. */
export function formatClock(atMs: number): string {
  return new Date(atMs).toLocaleTimeString()
}

/** The day and time of a moment in ms since the Unix epoch, as the reader writes them, without seconds. */
export function formatDate(atMs: number): string {
  return new Date(atMs).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' })
}
