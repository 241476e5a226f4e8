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

const day = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
})
const shortDay = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' })
const moment = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' })

/** A day in UTC, of a moment in ms since the Unix epoch: `12 Jan 2026`. */
export function formatDay(atMs: number): string {
  return day.format(atMs)
}

/** A day in UTC on an axis: `12 Jan`. */
export function formatShortDay(atMs: number): string {
  return shortDay.format(atMs)
}

/** A moment in ms since the Unix epoch, as the reader's clock shows it: `12 Jan 2026, 14:05`. */
export function formatMoment(atMs: number): string {
  return moment.format(atMs)
}

/** How long ago a moment was, roughly: `4 min ago`. Clocks that disagree make nothing come from the future. */
export function formatAge(atMs: number, nowMs: number): string {
  return `${formatDuration(Math.max(0, nowMs - atMs) / 1_000)} ago`
}
