import type { Tick } from './chart-scales.ts'

/** The scale of values, in a column as wide as its widest label. */
export function ValueLabels({ ticks, heightPx }: { ticks: readonly Tick[]; heightPx: number }) {
  return (
    <div aria-hidden="true" className="relative text-right text-xs text-soft" style={{ height: heightPx }}>
      {ticks.map(({ at, label }) => (
        <div key={label}>
          <span className="invisible block h-0 whitespace-nowrap">{label}</span>
          <span className="absolute right-0 -translate-y-1/2 whitespace-nowrap" style={{ top: at }}>
            {label}
          </span>
        </div>
      ))}
    </div>
  )
}

/** Labels below the chart, each below its place. */
export function PlaceLabels({ ticks }: { ticks: readonly Tick[] }) {
  return (
    <div aria-hidden="true" className="relative col-start-2 mt-1.5 h-4 text-xs text-soft">
      {ticks.map(({ at, label }) => (
        <span
          key={`${at} ${label}`}
          className="absolute -translate-x-1/2 whitespace-nowrap"
          style={{ left: at }}
        >
          {label}
        </span>
      ))}
    </div>
  )
}
