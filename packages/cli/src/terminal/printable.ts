const longest = 160

/** What strangers chose may be in a log: nothing of it steers the terminal, or fills it. */
export function printable(text: string): string {
  const start = text.slice(0, longest).replace(/\p{C}/gu, '\u{fffd}')
  return text.length > longest ? `${start}…` : start
}
