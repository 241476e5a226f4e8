import { useAnswer } from '../../api/use-answer.ts'
import { Figure } from '../../components/figure.tsx'
import { formatAmount, formatShare, formatValue } from '../../format/amounts.ts'
import { useToken } from '../../network/use-token.ts'
import { text } from '../../text/text.ts'

const said = text.overview.round

/** What was done in the current round so far. Each figure keeps its place until it is known. */
export function RoundSums() {
  const { data } = useAnswer('/v1/overview')
  const { symbol } = useToken()
  const round = data?.round
  const claimed = round && formatShare(round.rewardsWei, round.mintableWei)
  return (
    <>
      <dl className="mt-4 grid grid-cols-2 gap-x-4 gap-y-3">
        <Figure
          label={said.rewards}
          value={claimed}
          unit={round && said.rewardsOf(`${formatAmount(round.mintableWei, 0)} ${symbol}`)}
          hint={said.rewardsHint}
          testId="rewards-claimed"
        />
        <Figure
          label={said.calls}
          value={round && `${round.rewardCalls} / ${data.activeOrchestrators}`}
          hint={said.callsHint}
        />
        <Figure label={said.fees} value={round && formatValue(round.feesWei, 'ETH')} />
        <Figure label={said.supply} value={data && formatAmount(data.totalSupplyWei, 0)} unit={symbol} />
      </dl>
      {data?.isPaused === true && (
        <p role="alert" className="mt-4 font-medium text-bad">
          {said.paused}
        </p>
      )}
    </>
  )
}
