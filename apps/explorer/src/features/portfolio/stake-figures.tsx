import { Figure } from '../../components/figure.tsx'
import type { StakingState } from '../../staking/state.ts'
import { text } from '../../text/text.ts'
import { formatSmall, useUnits } from '../staking/units.ts'

const said = text.portfolio.figures
const oneEther = 10n ** 18n

/** What an account has, as of now. */
export function StakeFigures({ state: { account, locks } }: { state: StakingState }) {
  const { symbol } = useUnits()
  const { balanceWei, etherWei, stakeWei, bondedWei, feesWei } = account
  const unbondingWei = locks.reduce((sum, { amountWei }) => sum + amountWei, 0n)
  return (
    <dl className="grid grid-cols-2 gap-x-4 gap-y-3">
      <Figure
        label={said.stake}
        hint={said.stakeHint}
        value={formatSmall(stakeWei, 2)}
        unit={symbol}
        testId="stake"
      />
      <Figure
        label={said.rewards}
        value={formatSmall(stakeWei - bondedWei, 2)}
        unit={symbol}
        testId="unclaimed"
      />
      <Figure label={said.fees} value={formatSmall(feesWei, 5)} unit="ETH" testId="fees" />
      <Figure label={said.held} value={formatSmall(balanceWei, 2)} unit={symbol} testId="held" />
      <Figure
        label={said.unbonding}
        hint={said.unbondingHint}
        value={formatSmall(unbondingWei, 2)}
        unit={symbol}
        testId="unbonding"
      />
      <Figure
        label={said.ether}
        hint={said.etherHint}
        value={formatSmall(etherWei, etherWei < oneEther ? 5 : 2)}
        unit="ETH"
      />
    </dl>
  )
}
