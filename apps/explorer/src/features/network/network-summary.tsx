import { useAnswer } from '../../api/use-answer.ts'
import { Card } from '../../components/card.tsx'
import { Figure } from '../../components/figure.tsx'
import { Notice } from '../../components/notice.tsx'
import { formatAmount, formatCount, formatPercent } from '../../format/amounts.ts'
import { formatLatency } from '../../format/time.ts'
import { useStatus } from '../../network/use-status.ts'
import { useToken } from '../../network/use-token.ts'
import { text } from '../../text/text.ts'

const said = text.overview.network

/** The network in six figures: stake and fees from the indexer, work from the gateway where there is one. */
export function NetworkSummary() {
  const { data, problem } = useAnswer('/v1/overview')
  const { symbol } = useToken()
  const { isAbsent } = useStatus()
  if (problem !== undefined)
    return (
      <Card title={said.title} className="grow">
        <Notice tone="error" title={text.table.failed} text={text.table.again(problem)} />
      </Card>
    )
  const { participation } = data ?? {}
  return (
    <Card title={said.title} className="grow">
      <dl className="grid grid-cols-2 gap-4 sm:grid-cols-3 xl:grid-cols-6">
        <Figure label={said.stake} value={data && formatAmount(data.totalActiveStakeWei, 0)} unit={symbol} />
        <Figure
          label={said.participation}
          value={typeof participation === 'number' ? formatPercent(participation) : undefined}
          hint={said.participationHint}
        />
        <Figure label={said.redeemed} value={data && formatAmount(data.feesWei, 5)} unit="ETH" />
        {isAbsent ? (
          <>
            <Figure label={said.orchestrators} value={data && formatCount(data.activeOrchestrators)} />
            <Figure label={said.delegators} value={data && formatCount(data.delegators)} />
            <Figure label={said.tickets} value={data && formatCount(data.winningTickets)} />
          </>
        ) : (
          <Work />
        )}
      </dl>
    </Card>
  )
}

function Work() {
  const { status } = useStatus()
  const totals = status?.totals
  const latencyMs = totals?.medianLatencyMs
  return (
    <>
      <Figure label={said.done} value={totals && formatCount(totals.segmentsOut)} hint={said.doneHint} />
      <Figure label={said.lost} value={totals && formatCount(totals.segmentsLost)} />
      <Figure
        label={said.latency}
        value={latencyMs === undefined ? undefined : formatLatency(latencyMs)}
        hint={said.latencyHint}
      />
    </>
  )
}
