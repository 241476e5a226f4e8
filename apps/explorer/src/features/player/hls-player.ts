import type Hls from 'hls.js/light'
import type { Level } from 'hls.js/light'

type HlsClass = typeof Hls

/** Loads hls.js, which is too big for the first screen; asking early makes the picture come sooner. */
export async function loadPlayer(): Promise<HlsClass> {
  return (await import('hls.js/light')).default
}

export interface PlayerEvents {
  readonly onLevels: (levels: readonly Level[]) => void
  /** This level is on the screen now. */
  readonly onLevel: (level: Level) => void
  /** How far behind the newest segment's end, in seconds. */
  readonly onLatency: (seconds: number) => void
  /** It cannot go on, for a reason in a sentence; a new player may. */
  readonly onBroken: (reason: string) => void
}

/** Two damages of the picture within this time are one that recovering does not mend. */
const recoveryMs = 10_000

/** A player of a live playlist. Where the browser plays playlists by itself it does, and nothing is told of it. */
export function createPlayer(
  HlsPlayer: HlsClass,
  element: HTMLVideoElement,
  url: string,
  events: PlayerEvents,
): Hls | undefined {
  if (!HlsPlayer.isSupported()) {
    element.src = url
    return undefined
  }
  const { Events, ErrorTypes } = HlsPlayer
  const player = new HlsPlayer(settings)
  let recoveredAt = Number.NEGATIVE_INFINITY
  player.on(Events.MANIFEST_PARSED, () => {
    events.onLevels(player.levels)
    // A browser that does not let it begin by itself shows its own button.
    void element.play().catch(() => undefined)
  })
  player.on(Events.LEVEL_SWITCHED, (_name, { level }) => {
    const current = player.levels[level]
    if (current) events.onLevel(current)
  })
  // hls.js looks at the position when the element tells of it; until then its latency is that of the position before.
  let isLatencyDue = false
  const tellLatency = () => {
    if (!isLatencyDue) return
    isLatencyDue = false
    events.onLatency(player.latency)
  }
  player.on(Events.MEDIA_ATTACHED, () => element.addEventListener('timeupdate', tellLatency))
  player.on(Events.MEDIA_DETACHING, () => element.removeEventListener('timeupdate', tellLatency))
  player.on(Events.FRAG_CHANGED, () => {
    isLatencyDue = true
  })
  player.on(Events.ERROR, (_name, { fatal, type }) => {
    if (!fatal) return
    const now = performance.now()
    if (type === ErrorTypes.MEDIA_ERROR && now - recoveredAt > recoveryMs) {
      recoveredAt = now
      return player.recoverMediaError()
    }
    player.destroy()
    events.onBroken(
      type === ErrorTypes.NETWORK_ERROR
        ? 'The stream does not answer; trying again.'
        : 'The picture broke; beginning again.',
    )
  })
  player.loadSource(url)
  player.attachMedia(element)
  return player
}

const settings = {
  liveSyncDurationCount: 3,
  backBufferLength: 30,
  // Begins with a good picture rather than with the smallest; what follows is measured.
  abrEwmaDefaultEstimate: 3_000_000,
  // A playlist that is not there yet is asked for again for a while before it counts as an error.
  manifestLoadPolicy: {
    default: {
      maxTimeToFirstByteMs: 10_000,
      maxLoadTimeMs: 20_000,
      timeoutRetry: { maxNumRetry: 3, retryDelayMs: 500, maxRetryDelayMs: 2_000 },
      errorRetry: { maxNumRetry: 8, retryDelayMs: 500, maxRetryDelayMs: 2_000 },
    },
  },
}
