import type { Address } from 'viem'
import { useAnswer } from '../../api/use-answer.ts'
import { Card } from '../../components/card.tsx'
import { Figure } from '../../components/figure.tsx'
import { ChainNotice, Notice } from '../../components/notice.tsx'
import { formatAmount, formatCount, formatPpm } from '../../format/amounts.ts'
import { useToken } from '../../network/chain-facts.ts'
import { type OrchestratorFacts, useOrchestrator } from '../../network/orchestrator-facts.ts'
import { useStatus } from '../../network/use-status.ts'
import { StateBadges } from '../orchestrators/state-badges.tsx'
import { useElection } from '../orchestrators/use-election.ts'

/** What the contracts know of an orchestrator. */
export function ChainCard({ address }: { address: Address }) {
  const { data: facts } = useOrchestrator(address)
  const { data: election, problem } = useElection(address)
  const { status } = useStatus()
  const seen = status?.orchestrators.find((one) => one.address.toLowerCase() === address.toLowerCase())
  const isKnown = facts !== undefined && election !== undefined
  return (
    <Card title="On chain" aside={isKnown && <StateBadges election={election} seen={seen} />}>
      {!isKnown ? (
        <ChainNotice problem={problem} loading="Reading the chain" />
      ) : election === 'unregistered' ? (
        <Notice
          tone="empty"
          title="Not an orchestrator"
          text="This account has no stake of its own bonded to itself."
        />
      ) : (
        <Facts facts={facts} />
      )}
    </Card>
  )
}

function Facts({ facts }: { facts: OrchestratorFacts }) {
  const { data: token } = useToken()
  const { data: record } = useAnswer('/v1/orchestrators/{address}', { path: { address: facts.address } })
  return (
    <>
      <dl className="grid grid-cols-2 gap-4 sm:grid-cols-3 lg:grid-cols-6">
        <Figure label="Stake" value={formatAmount(facts.stake, 2)} unit={token?.symbol} />
        <Figure
          label="Reward cut"
          value={formatPpm(facts.rewardCut)}
          hint="Part of the rewards that it keeps."
        />
        <Figure
          label="Fee share"
          value={formatPpm(facts.feeShare)}
          hint="Part of the fees that its delegators get."
        />
        <Figure
          label="Last reward call"
          value={facts.lastRewardRound === 0n ? 'never' : `round ${facts.lastRewardRound}`}
        />
        <Figure
          label="Fees redeemed"
          value={record && formatAmount(record.orchestrator.feesWei, 5)}
          unit="ETH"
        />
        <Figure label="Delegators" value={record && formatCount(record.orchestrator.delegators)} />
      </dl>
      <p className="mt-4 text-soft">
        Service address <span className="break-all text-ink">{facts.serviceUri || 'none'}</span>
      </p>
    </>
  )
}
