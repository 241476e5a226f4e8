import { Figure } from '../../components/figure.tsx'
import { formatAmount } from '../../format/amounts.ts'
import type { StakeAccount } from '../../staking/state.ts'
import { text } from '../../text/text.ts'
import { useUnits } from '../staking/units.ts'

const said = text.portfolio.figures

/** What an account has, as of now. */
export function StakeFigures({ account }: { account: StakeAccount }) {
  const { symbol } = useUnits()
  const { balanceWei, stakeWei, bondedWei, feesWei } = account
  return (
    <dl className="grid grid-cols-2 gap-x-4 gap-y-3">
      <Figure
        label={said.stake}
        hint={said.stakeHint}
        value={formatAmount(stakeWei, 2)}
        unit={symbol}
        testId="stake"
      />
      <Figure
        label={said.rewards}
        value={formatAmount(stakeWei - bondedWei, 2)}
        unit={symbol}
        testId="unclaimed"
      />
      <Figure label={said.fees} value={formatAmount(feesWei, 5)} unit="ETH" testId="fees" />
      <Figure label={said.held} value={formatAmount(balanceWei, 2)} unit={symbol} testId="held" />
    </dl>
  )
}
