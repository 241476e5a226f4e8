import { formatAmount } from '../../format/amounts.ts'
import type { FundsPoint } from '../../network/ledger.ts'
import { stepChart } from './step-path.ts'

const box = { width: 320, height: 64 }

/** How winning tickets bring the deposit down, block by block. */
export function FundsChart({ points, head }: { points: readonly FundsPoint[]; head: bigint | undefined }) {
  const chart = stepChart(points, Number(head ?? 0n), box)
  if (!chart)
    return <p className="mt-4 text-soft">The deposit steps down here with every ticket that is redeemed.</p>
  return (
    <figure className="mt-4 flex grow flex-col">
      <div className="flex min-h-16 grow gap-2">
        <svg
          viewBox={`0 -2 ${box.width} ${box.height + 4}`}
          preserveAspectRatio="none"
          role="img"
          aria-label={`Deposit from ${formatAmount(chart.highest, 5)} down to ${formatAmount(chart.lowest, 5)} ETH`}
          className="h-full min-w-0 grow border-b border-line"
        >
          <path d={chart.area} fill="var(--color-brand)" opacity="0.12" />
          <path
            d={chart.line}
            fill="none"
            stroke="var(--color-brand)"
            strokeWidth="1.75"
            strokeLinejoin="round"
            vectorEffect="non-scaling-stroke"
          />
        </svg>
        <p aria-hidden="true" className="flex flex-col justify-between text-right text-xs text-soft">
          <span>{formatAmount(chart.highest, 4)}</span>
          <span>{formatAmount(chart.lowest, 4)}</span>
        </p>
      </div>
      <figcaption className="mt-1 flex justify-between pr-16 text-xs text-soft">
        <span>block {chart.firstBlock}</span>
        <span>now</span>
      </figcaption>
    </figure>
  )
}
