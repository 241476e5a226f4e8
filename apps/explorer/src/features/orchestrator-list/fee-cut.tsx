import { formatPpm } from '../../format/amounts.ts'
import { text } from '../../text/text.ts'

const million = 1_000_000

/** A fee cut in both senses: what an orchestrator keeps of fees, and what it shares. */
export function FeeCut({ feeShare }: { feeShare: number }) {
  return (
    <span className="inline-block leading-tight whitespace-nowrap">
      {formatPpm(BigInt(million - feeShare))}
      <span className="block text-xs text-soft">
        {text.orchestrators.shares(formatPpm(BigInt(feeShare)))}
      </span>
    </span>
  )
}
