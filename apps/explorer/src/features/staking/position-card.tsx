import { Link } from '@tanstack/react-router'
import type { Address } from 'viem'
import { Card } from '../../components/card.tsx'
import { ChainNotice } from '../../components/notice.tsx'
import { useStakingState } from '../../staking/use-staking-state.ts'
import { text } from '../../text/text.ts'
import { useWallets } from '../../wallet/wallet-context.tsx'
import { StakeFigures } from '../portfolio/stake-figures.tsx'
import { Standing } from '../portfolio/standing.tsx'

const said = text.stake.position

/** What the reader's own account has, and behind whom its stake stands. */
export function PositionCard() {
  const { wallet } = useWallets()
  return (
    <Card title={said.title}>
      {wallet ? <PositionOf account={wallet.address} /> : <p className="text-soft">{said.none}</p>}
    </Card>
  )
}

function PositionOf({ account }: { account: Address }) {
  const { data: state, problem } = useStakingState({ account })
  if (!state) return <ChainNotice problem={problem} loading={text.staking.reading} />
  return (
    <div data-testid="position" className="grid gap-3">
      <StakeFigures state={state} />
      <Standing state={state} />
      <Link to="/accounts/$address" params={{ address: account }} className="text-brand hover:underline">
        {said.all}
      </Link>
    </div>
  )
}
