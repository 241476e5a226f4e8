import { useAnswer } from '../../api/use-answer.ts'
import { Figure } from '../../components/figure.tsx'
import { text } from '../../text/text.ts'
import { formatSmall, useUnits } from '../staking/units.ts'

const said = text.portfolio.earnings.ever

/** What an account put in, took out and earned since its first bond. */
export function EarnedFigures({ address }: { address: string }) {
  const { symbol } = useUnits()
  const { data } = useAnswer('/v1/delegators/{address}', { path: { address } })
  const all = data?.delegator
  return (
    <dl className="grid grid-cols-2 gap-x-4 gap-y-3 sm:grid-cols-3 lg:grid-cols-5">
      <Figure
        label={said.rewards}
        hint={said.rewardsHint}
        value={all && formatSmall(all.rewardsWei, 2)}
        unit={symbol}
        testId="rewards-ever"
      />
      <Figure label={said.fees} value={all && formatSmall(all.earnedFeesWei, 5)} unit="ETH" />
      <Figure label={said.feesWithdrawn} value={all && formatSmall(all.withdrawnFeesWei, 5)} unit="ETH" />
      <Figure label={said.deposited} value={all && formatSmall(all.depositedStakeWei, 2)} unit={symbol} />
      <Figure label={said.withdrawn} value={all && formatSmall(all.withdrawnStakeWei, 2)} unit={symbol} />
    </dl>
  )
}
