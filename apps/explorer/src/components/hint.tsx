import { type ReactNode, useId, useRef } from 'react'

interface HintProps {
  /** Said in full when the hint is pointed at, focused or touched. */
  readonly text: string
  readonly children: ReactNode
}

const marginPx = 8

/** Something short that explains itself: by mouse, keyboard and touch, above everything that would cut it off. */
export function Hint({ text, children }: HintProps) {
  const id = useId()
  const trigger = useRef<HTMLButtonElement>(null)
  const bubble = useRef<HTMLSpanElement>(null)
  const show = () => {
    const [anchor, tip] = [trigger.current, bubble.current]
    if (!anchor || !tip || tip.matches(':popover-open')) return
    tip.showPopover()
    const { left, top, bottom } = anchor.getBoundingClientRect()
    const { width, height } = tip.getBoundingClientRect()
    const isBelow = bottom + marginPx + height < window.innerHeight
    tip.style.left = `${Math.max(marginPx, Math.min(left, window.innerWidth - width - marginPx))}px`
    tip.style.top = `${isBelow ? bottom + marginPx : top - marginPx - height}px`
  }
  const hide = () => {
    if (bubble.current?.matches(':popover-open')) bubble.current.hidePopover()
  }
  return (
    <>
      <button
        ref={trigger}
        type="button"
        aria-describedby={id}
        onPointerEnter={show}
        onPointerLeave={hide}
        onFocus={show}
        onBlur={hide}
        onClick={show}
        onKeyDown={({ key }) => key === 'Escape' && hide()}
        className="cursor-help rounded-full"
      >
        {children}
      </button>
      <span
        ref={bubble}
        id={id}
        role="tooltip"
        popover="manual"
        className="fixed inset-auto m-0 max-w-72 rounded-lg bg-ink px-3 py-2 text-left text-xs leading-relaxed font-normal whitespace-normal text-page shadow-lg"
      >
        {text}
      </span>
    </>
  )
}
