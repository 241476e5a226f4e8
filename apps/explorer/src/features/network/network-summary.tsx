import { Card } from '../../components/card.tsx'
import { Figure } from '../../components/figure.tsx'
import { ChainNotice } from '../../components/notice.tsx'
import { formatAmount, formatCount, formatShare } from '../../format/amounts.ts'
import { formatLatency } from '../../format/time.ts'
import { useStake, useToken } from '../../network/chain-facts.ts'
import { useLedger } from '../../network/use-ledger.ts'
import { useStatus } from '../../network/use-status.ts'

/** The network in six figures: stake from the chain, work from the gateway. */
export function NetworkSummary() {
  const { data: stake, problem } = useStake()
  const { data: token } = useToken()
  const { data: ledger } = useLedger()
  const { status } = useStatus()
  const totals = status?.totals
  const redeemedWei = ledger && [...ledger.earned.values()].reduce((sum, { wei }) => sum + wei, 0n)
  return (
    <Card title="Network" className="grow">
      {stake ? (
        <dl className="grid grid-cols-2 gap-4 sm:grid-cols-3 xl:grid-cols-6">
          <Figure label="Active stake" value={formatAmount(stake.active, 0)} unit={token?.symbol} />
          <Figure
            label="Participation"
            value={formatShare(stake.bonded, stake.supply)}
            hint="Bonded tokens as a part of all tokens."
          />
          <Figure
            label="Fees redeemed"
            value={redeemedWei === undefined ? undefined : formatAmount(redeemedWei, 5)}
            unit="ETH"
          />
          <Figure
            label="Segments done"
            value={totals && formatCount(totals.segmentsOut)}
            hint="Published with every rendition since this gateway has started."
          />
          <Figure label="Segments lost" value={totals && formatCount(totals.segmentsLost)} />
          <Figure
            label="Median latency"
            value={totals?.medianLatencyMs === undefined ? undefined : formatLatency(totals.medianLatencyMs)}
            hint="From a segment’s arrival until all its renditions are published."
          />
        </dl>
      ) : (
        <ChainNotice problem={problem} loading="Reading the network’s stake" />
      )}
    </Card>
  )
}
