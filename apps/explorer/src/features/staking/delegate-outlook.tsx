import { useAnswer } from '../../api/use-answer.ts'
import { useList } from '../../api/use-list.ts'
import { formatCount, formatFraction, formatPpm } from '../../format/amounts.ts'
import { text } from '../../text/text.ts'
import { forecast } from '../../yield/forecast.ts'
import { isInPool, readOrchestrator } from '../../yield/read-inputs.ts'
import { CutSpikeNotice } from '../orchestrator/cut-spike-notice.tsx'
import { questionOf } from '../yield/question.ts'
import { useForecastBasis } from '../yield/use-forecast-basis.ts'

const said = text.staking.outlook

/** What stake with an orchestrator is expected to earn, by what cuts, and whether they were raised at a stroke. */
export function DelegateOutlook({ address }: { address: string }) {
  const { data } = useAnswer('/v1/orchestrators/{address}', { path: { address } })
  const { rows: changes } = useList('/v1/cut-changes', { query: { orchestrator: address } })
  const { data: basis } = useForecastBasis()
  const row = data?.orchestrator
  if (!row || !isInPool(row)) return
  const question = questionOf({})
  const rewards = basis && forecast(basis.network, readOrchestrator(row), question).rewards
  const percent = rewards === undefined ? '…' : formatFraction(rewards, 1)
  return (
    <div data-testid="outlook" className="my-3 text-soft">
      <CutSpikeNotice changes={changes} nowMs={data.block.time} />
      <p>{said.cuts(formatPpm(BigInt(row.rewardCut)), formatPpm(BigInt(row.feeShare)))}</p>
      <p>{said.earns(percent, formatCount(question.rounds))}</p>
    </div>
  )
}
