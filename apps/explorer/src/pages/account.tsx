import { useParams } from '@tanstack/react-router'
import { type Address, isAddress } from 'viem'
import { Card } from '../components/card.tsx'
import { LaterCard } from '../components/later.tsx'
import { ChainNotice, Notice } from '../components/notice.tsx'
import { EventsCard } from '../features/events/events-card.tsx'
import { AccountSteps } from '../features/portfolio/account-steps.tsx'
import { EarningsCard } from '../features/portfolio/earnings-card.tsx'
import { OperatorDesk } from '../features/portfolio/operator-desk.tsx'
import { StakeFigures } from '../features/portfolio/stake-figures.tsx'
import { Standing } from '../features/portfolio/standing.tsx'
import { UnbondingLocks } from '../features/portfolio/unbonding-locks.tsx'
import { ProfileCard } from '../features/profile/profile-card.tsx'
import { useProfile } from '../identity/use-profile.ts'
import { isSame } from '../staking/state.ts'
import { useStakingState } from '../staking/use-staking-state.ts'
import { text } from '../text/text.ts'
import { useWallets } from '../wallet/wallet-context.tsx'

const said = text.portfolio

/** Everything that an account owns and earned; its owner can act on it. */
export function AccountPage() {
  const { address } = useParams({ from: '/accounts/$address' })
  if (!isAddress(address, { strict: false }))
    return <Notice tone="error" title={said.noAddress} text={text.staking.amountProblems.address} />
  return <AccountView address={address} />
}

function AccountView({ address }: { address: Address }) {
  const { wallet } = useWallets()
  const { data: state, problem } = useStakingState({ account: address })
  const isOwn = isSame(wallet?.address, address)
  const name = useProfile(address)?.name
  return (
    <div className="grid gap-4">
      <header>
        <h1 className="flex flex-wrap gap-x-3 text-xl font-semibold tracking-tight">
          {isOwn ? said.own : said.title}
          {name != null && <bdi className="min-w-0 break-words">{name}</bdi>}
        </h1>
        <p className="font-mono text-[0.8125rem] break-all text-soft">{address}</p>
      </header>
      <div className="grid gap-4 lg:grid-cols-2">
        <Card title={said.figures.stake}>
          {state ? (
            <div className="grid gap-4" data-testid="portfolio">
              <StakeFigures state={state} />
              <Standing state={state} />
              {isOwn && <AccountSteps account={state.account} />}
            </div>
          ) : (
            <ChainNotice problem={problem} loading={text.staking.reading} />
          )}
        </Card>
        <Card title={said.locks.title}>
          {state ? (
            <UnbondingLocks state={state} isOwn={isOwn} />
          ) : (
            <ChainNotice problem={problem} loading={text.staking.reading} />
          )}
        </Card>
      </div>
      <ProfileCard address={address.toLowerCase()} />
      {state && <OperatorDesk state={state} reader={wallet?.address} />}
      <LaterCard heightPx={600}>
        <EarningsCard address={address.toLowerCase()} />
      </LaterCard>
      <LaterCard heightPx={600}>
        <EventsCard address={address.toLowerCase()} />
      </LaterCard>
    </div>
  )
}
