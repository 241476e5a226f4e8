import { useLive } from '../../api/use-live.ts'
import { formatCount } from '../../format/amounts.ts'
import { formatClock, formatDuration } from '../../format/time.ts'
import { useHead } from '../../network/use-head.ts'
import { useStatus } from '../../network/use-status.ts'
import { text } from '../../text/text.ts'

/** Behind by more, what the indexer says is old. */
const mostLagBlocks = 20

/** Says since when what is on the page is no more than a memory; nothing while all is fresh. */
export function StaleBanner() {
  const { block, heardAt: chainHeardAt, problem: chainProblem } = useHead()
  const { status, isConnected, heardAt: gatewayHeardAt = 0 } = useStatus()
  const { position, isConnected: isLive, heardAt: indexerHeardAt = 0 } = useLive()
  const stale = [
    ...(block !== undefined && chainProblem !== undefined
      ? [`The chain is not heard since ${formatClock(chainHeardAt)}: stake, rounds and funds are from then.`]
      : []),
    ...(status && !isConnected
      ? [`The gateway is not heard since ${formatClock(gatewayHeardAt)}: streams and segments are from then.`]
      : []),
    ...(position && !isLive ? [text.shell.indexerStale(formatClock(indexerHeardAt))] : []),
    ...(position && isLive && position.head - position.number > mostLagBlocks
      ? [
          text.shell.indexerBehind(
            formatCount(position.head - position.number),
            formatDuration((Date.now() - position.time) / 1_000),
          ),
        ]
      : []),
  ]
  return (
    <div role="status" aria-live="polite">
      {stale.map((sentence) => (
        <p
          key={sentence}
          data-testid="stale-banner"
          className="mb-4 rounded-xl border border-warn/40 bg-warn/10 px-4 py-2.5 text-warn"
        >
          {sentence} Trying again …
        </p>
      ))}
    </div>
  )
}
