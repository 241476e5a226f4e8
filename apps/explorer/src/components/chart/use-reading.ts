import { type KeyboardEvent, type PointerEvent, useState } from 'react'

/** Which place of a chart is being read, by pointer or keyboard. */
export interface Reading {
  readonly index: number | undefined
  readonly handlers: {
    readonly onPointerMove: (event: PointerEvent<HTMLElement>) => void
    readonly onPointerDown: (event: PointerEvent<HTMLElement>) => void
    readonly onPointerLeave: () => void
    readonly onKeyDown: (event: KeyboardEvent) => void
    readonly onFocus: (event: { readonly currentTarget: HTMLElement }) => void
    readonly onBlur: () => void
  }
}

/** Places that PageUp and PageDown go. */
const pagePlaces = 10

export function useReading(count: number, nearest: (px: number) => number): Reading {
  const [wanted, setIndex] = useState<number>()
  const index = wanted === undefined ? undefined : Math.min(wanted, count - 1)
  const point = ({ clientX, currentTarget }: PointerEvent<HTMLElement>) =>
    setIndex(nearest(clientX - currentTarget.getBoundingClientRect().left))
  const leave = () => setIndex(undefined)
  return {
    index,
    handlers: {
      onPointerMove: point,
      onPointerDown: point,
      onPointerLeave: leave,
      onKeyDown: (event) => {
        if (event.key === 'Escape') return leave()
        const next = placeAfter(event.key, index ?? count - 1, count)
        if (next === undefined) return
        event.preventDefault()
        setIndex(next)
      },
      // A click focuses too, and has said what it points at.
      onFocus: ({ currentTarget }) => currentTarget.matches(':focus-visible') && setIndex(count - 1),
      onBlur: leave,
    },
  }
}

/** Where a key leads, undefined when it is no key of a chart. */
export function placeAfter(key: string, index: number, count: number): number | undefined {
  const steps: Readonly<Record<string, number>> = {
    ...{ ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 },
    ...{ PageDown: -pagePlaces, PageUp: pagePlaces, Home: -count, End: count },
  }
  const step = steps[key]
  return step === undefined ? undefined : Math.max(0, Math.min(count - 1, index + step))
}
