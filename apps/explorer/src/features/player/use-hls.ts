import type Hls from 'hls.js'
import { type RefObject, useEffect, useState } from 'react'

export interface Rendition {
  readonly index: number
  readonly label: string
}

export interface Playback {
  readonly renditions: readonly Rendition[]
  /** −1 while the player chooses by itself. */
  readonly chosen: number
  /** What is on the screen now. */
  readonly playing: string | undefined
  /** How far behind the newest segment's end, in seconds. */
  readonly latencySeconds: number | undefined
  readonly problem: string | undefined
  readonly choose: (index: number) => void
}

const nothing = { renditions: [], playing: undefined, latencySeconds: undefined, problem: undefined }
const retryMs = 2_000

/** Plays a live playlist in a video element; hls.js is loaded when it is needed. */
export function useHls(video: RefObject<HTMLVideoElement | null>, url: string | undefined): Playback {
  const [hls, setHls] = useState<Hls>()
  const [chosen, setChosen] = useState(-1)
  const [state, setState] = useState<Omit<Playback, 'chosen' | 'choose'>>(nothing)

  useEffect(() => {
    const element = video.current
    if (!element || url === undefined) return
    let player: Hls | undefined
    let timer: number | undefined
    let isGone = false
    const start = async () => {
      const { default: HlsPlayer } = await import('hls.js')
      if (isGone) return
      if (!HlsPlayer.isSupported()) {
        element.src = url
        return
      }
      player = new HlsPlayer({
        liveSyncDurationCount: 3,
        manifestLoadPolicy: patientLoading,
        backBufferLength: 30,
      })
      const current = player
      current.on(HlsPlayer.Events.MANIFEST_PARSED, () => {
        setState((old) => ({ ...old, problem: undefined, renditions: renditionsOf(current) }))
        void element.play().catch(() => undefined)
      })
      current.on(HlsPlayer.Events.LEVEL_SWITCHED, (_name, { level }) =>
        setState((old) => ({ ...old, playing: labelOf(current, level) })),
      )
      current.on(HlsPlayer.Events.FRAG_CHANGED, () =>
        setState((old) => ({ ...old, latencySeconds: current.latency })),
      )
      current.on(HlsPlayer.Events.ERROR, (_name, { fatal, type }) => {
        if (!fatal) return
        if (type === HlsPlayer.ErrorTypes.MEDIA_ERROR) return current.recoverMediaError()
        setState((old) => ({ ...old, problem: 'The stream does not answer; trying again.' }))
        current.destroy()
        timer = window.setTimeout(() => void start(), retryMs)
      })
      current.loadSource(url)
      current.attachMedia(element)
      setHls(current)
    }
    void start()
    return () => {
      isGone = true
      window.clearTimeout(timer)
      player?.destroy()
      setState(nothing)
      setChosen(-1)
    }
  }, [video, url])

  const choose = (index: number) => {
    setChosen(index)
    if (hls) hls.nextLevel = index
  }
  return { ...state, chosen, choose }
}

/** A playlist that is not there yet is asked for again for a while before it counts as an error. */
const patientLoading = {
  default: {
    maxTimeToFirstByteMs: 10_000,
    maxLoadTimeMs: 20_000,
    timeoutRetry: { maxNumRetry: 3, retryDelayMs: 500, maxRetryDelayMs: 2_000 },
    errorRetry: { maxNumRetry: 8, retryDelayMs: 500, maxRetryDelayMs: 2_000 },
  },
}

function renditionsOf(player: Hls): Rendition[] {
  return player.levels.map((_, index) => ({ index, label: labelOf(player, index) ?? `${index}` }))
}

function labelOf(player: Hls, index: number): string | undefined {
  const level = player.levels[index]
  if (!level) return undefined
  const rate =
    level.bitrate >= 1e6
      ? `${(level.bitrate / 1e6).toFixed(1)} Mbit/s`
      : `${Math.round(level.bitrate / 1e3)} kbit/s`
  return `${level.width}×${level.height} · ${rate}`
}
