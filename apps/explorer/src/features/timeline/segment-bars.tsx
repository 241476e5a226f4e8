import { type KeyboardEvent, useRef } from 'react'
import { formatLatency } from '../../format/time.ts'
import { useDirectory } from '../../network/use-directory.ts'
import { type Bar, moveBy } from './layout.ts'
import { Mark } from './mark.tsx'

interface SegmentBarsProps {
  readonly bars: readonly Bar[]
  /** How many bars there is room for; fewer stand at the right. */
  readonly slots: number
  /** The bar whose details are on the page. */
  readonly shown: Bar | undefined
  /** A bar was chosen to stay; undefined: none is. */
  readonly onPick: (seqNo: number | undefined) => void
  /** The pointer is on a bar; undefined: on none. */
  readonly onPoint: (seqNo: number | undefined) => void
}

/** The bars: one stop of the Tab key, and arrow keys from bar to bar. */
export function SegmentBars({ bars, slots, shown, onPick, onPoint }: SegmentBarsProps) {
  const list = useRef<HTMLDivElement>(null)
  const shownAt = shown ? bars.indexOf(shown) : bars.length - 1
  const move = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onPick(undefined)
    const target = moveBy(event.key, shownAt, bars.length)
    if (target === undefined) return
    event.preventDefault()
    onPick(bars[target]?.segment.seqNo)
    const option = list.current?.children[target]
    if (option instanceof HTMLElement) option.focus()
  }
  return (
    <div
      ref={list}
      role="listbox"
      tabIndex={-1}
      aria-label="Last segments, oldest first"
      aria-orientation="horizontal"
      data-testid="timeline"
      onKeyDown={move}
      onPointerLeave={() => onPoint(undefined)}
      className="absolute inset-0 flex items-end justify-end"
    >
      {bars.map((bar, index) => (
        <SegmentBar
          key={bar.segment.seqNo}
          bar={bar}
          widthShare={1 / slots}
          isShown={index === shownAt}
          onPick={() => onPick(bar.segment.seqNo)}
          onPoint={() => onPoint(bar.segment.seqNo)}
        />
      ))}
    </div>
  )
}

interface SegmentBarProps {
  readonly bar: Bar
  /** Part of the chart's width, 0 to 1. */
  readonly widthShare: number
  readonly isShown: boolean
  readonly onPick: () => void
  readonly onPoint: () => void
}

function SegmentBar({ bar, widthShare, isShown, onPick, onPoint }: SegmentBarProps) {
  const find = useDirectory()
  const { segment, height, mark, orchestrator } = bar
  const isOut = segment.state === 'transcoding'
  const fill = segment.state === 'lost' ? 'var(--color-bad)' : find(orchestrator).color
  return (
    <button
      type="button"
      role="option"
      aria-selected={isShown}
      tabIndex={isShown ? 0 : -1}
      data-testid="timeline-segment"
      data-state={segment.state}
      data-orchestrator={segment.orchestrator}
      data-mark={mark}
      aria-label={labelOf(bar)}
      onPointerEnter={onPoint}
      onClick={onPick}
      className="group flex h-full min-w-0 flex-col items-center justify-end px-[1.5px] pt-4"
      style={{ width: `${widthShare * 100}%` }}
    >
      <span className="flex min-h-0 w-full grow flex-col items-center justify-end">
        {mark && <Mark kind={mark} />}
        <span
          className={`w-full max-w-3.5 shrink-0 rounded-t-[3px] transition-opacity ${isOut ? 'pulse opacity-50' : ''} ${isShown ? '' : 'opacity-75 group-hover:opacity-100'} ${isShown ? 'outline-2 outline-offset-1 outline-ink/50' : ''}`}
          style={{ height: `${height * 100}%`, background: fill }}
        />
      </span>
    </button>
  )
}

function labelOf({ segment, mark }: Bar): string {
  const { seqNo, state, latencyMs } = segment
  const words = [
    `Segment ${seqNo}`,
    latencyMs === undefined ? state : `${state} in ${formatLatency(latencyMs)}`,
    ...(mark === undefined || mark === 'lost' ? [] : [mark]),
  ]
  return words.join(', ')
}
