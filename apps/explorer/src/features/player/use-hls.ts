import type Hls from 'hls.js/light'
import { type RefObject, useEffect, useRef, useState } from 'react'
import { createPlayer, loadPlayer } from './hls-player.ts'
import { labelOf, type Rendition, renditionsOf } from './rendition.ts'

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

interface Source {
  /** Undefined: there is nothing to play yet. */
  readonly url: string | undefined
  /** How many renditions there should be, with the source; a player that knows fewer reads the list anew. */
  readonly expectedRenditions: number
}

const nothing = { renditions: [], playing: undefined, latencySeconds: undefined, problem: undefined }
const retryMs = 2_000

/** Plays a live playlist in a video element, and begins again whenever it breaks. */
export function useHls(
  video: RefObject<HTMLVideoElement | null>,
  { url, expectedRenditions }: Source,
): Playback {
  const player = useRef<Hls | undefined>(undefined)
  const [chosen, setChosen] = useState(-1)
  const [attempt, setAttempt] = useState(0)
  const [state, setState] = useState<Omit<Playback, 'chosen' | 'choose'>>(nothing)

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new attempt is a reason to begin again.
  useEffect(() => {
    const element = video.current
    if (!element || url === undefined) return
    let timer: number | undefined
    let isGone = false
    const again = (problem: string) => {
      setState((old) => ({ ...old, problem }))
      window.clearTimeout(timer)
      timer = window.setTimeout(() => setAttempt((count) => count + 1), retryMs)
    }
    const start = async () => {
      const HlsPlayer = await loadPlayer()
      if (isGone) return
      player.current = createPlayer(HlsPlayer, element, url, {
        onLevels: (levels) =>
          setState((old) => ({ ...old, renditions: renditionsOf(levels), problem: undefined })),
        onLevel: (level) => setState((old) => ({ ...old, playing: labelOf(level) })),
        onLatency: (latencySeconds) => setState((old) => ({ ...old, latencySeconds })),
        onBroken: again,
      })
    }
    start().catch(() => again('The player did not load; trying again.'))
    return () => {
      isGone = true
      window.clearTimeout(timer)
      player.current?.destroy()
      player.current = undefined
      setState((old) => ({ ...nothing, problem: old.problem }))
      setChosen(-1)
    }
  }, [video, url, attempt])

  // Renditions that nobody could be paid for were not in the list when the player read it. Read once more, not for ever.
  const known = state.renditions.length
  const isShort = known > 0 && known < expectedRenditions
  const rereadFor = useRef(0)
  useEffect(() => {
    if (!isShort || rereadFor.current === expectedRenditions) return
    const timer = window.setTimeout(() => {
      rereadFor.current = expectedRenditions
      setAttempt((count) => count + 1)
    }, retryMs)
    return () => window.clearTimeout(timer)
  }, [isShort, expectedRenditions])

  const choose = (index: number) => {
    setChosen(index)
    if (player.current) player.current.nextLevel = index
  }
  return { ...state, chosen, choose }
}
