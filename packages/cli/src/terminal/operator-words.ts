import { formatEther } from '@millrace/common'

const weiPerGwei = 10n ** 9n

/** `1000` wei for `1` pixel → `1000 wei a pixel`. */
export function priceWords({ wei, pixels }: { readonly wei: string; readonly pixels: string }): string {
  return pixels === '1' ? `${wei} wei a pixel` : `${wei} wei for ${pixels} pixels`
}

/** Decimal text of wei → `0.25 ETH`; what would be cut down to nothing is in gwei or wei. */
export function etherWords(wei: string, digits = 6): string {
  const amount = BigInt(wei)
  if (amount !== 0n && amount < weiPerGwei) return `${wei} wei`
  const ether = formatEther(amount, { digits })
  return amount !== 0n && ether === '0'
    ? `${formatEther(amount * weiPerGwei, { digits })} gwei`
    : `${ether} ETH`
}

/** `12.4 million pixels/s`. */
export function pixelRateWords(pixelsPerSecond: number): string {
  return `${(pixelsPerSecond / 1e6).toFixed(1)} million pixels/s`
}

export function timeWords(timeMs: number): string {
  return new Date(timeMs).toISOString().replace('T', ' ').slice(0, 19)
}

/** `3 h 12 min`. */
export function durationWords(durationMs: number): string {
  const minutes = Math.floor(durationMs / 60_000)
  if (minutes < 1) return `${Math.max(0, Math.floor(durationMs / 1_000))} s`
  if (minutes < 60) return `${minutes} min`
  const hours = Math.floor(minutes / 60)
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} days`
}

/** How far a drain is, in one sentence or two. */
export function drainWords({
  isDraining,
  isDone,
  stops,
  sessions,
}: {
  readonly isDraining: boolean
  readonly isDone: boolean
  readonly stops: boolean
  readonly sessions: number
}): string {
  const still = isDraining ? 'still ' : ''
  const running =
    sessions === 0
      ? `none runs${isDraining ? ' any more' : ''}`
      : sessions === 1
        ? `1 session ${still}runs`
        : `${sessions} sessions ${still}run`
  const end = stops ? (isDone ? ' The node stops.' : ' Then the node stops.') : ''
  return `${isDraining ? 'No new' : 'New'} sessions are taken; ${running}.${end}`
}
