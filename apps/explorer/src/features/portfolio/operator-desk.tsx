import { AddressText } from '../../components/address.tsx'
import { Card } from '../../components/card.tsx'
import { formatPpm } from '../../format/amounts.ts'
import { rankIn } from '../../staking/pool-effect.ts'
import { isOrchestrator, isSame, orchestratorIn, type StakingState } from '../../staking/state.ts'
import { text } from '../../text/text.ts'
import { StepButton } from '../staking/step-button.tsx'

const said = text.portfolio.desk

interface OperatorDeskProps {
  readonly state: StakingState
  /** Who looks at it. */
  readonly reader: string | undefined
}

/** What an orchestrator does from the account that holds its stake, and its reward caller from another one. */
export function OperatorDesk({ state, reader }: OperatorDeskProps) {
  const { account, pool, round } = state
  const facts = orchestratorIn(state, account.address)
  if (!facts || !isOrchestrator(account)) return null
  const rank = rankIn(pool, account.address)
  const isOwn = isSame(reader, account.address)
  const mayReward = isOwn || isSame(reader, facts.rewardCaller)
  const rows = [
    [said.place, rank === undefined ? said.outside : String(rank)],
    [said.cutsLabel, said.cuts(formatPpm(facts.rewardCutPpm), formatPpm(facts.feeSharePpm))],
    [said.uri, facts.serviceUri === '' ? said.none : facts.serviceUri],
    [said.caller, facts.rewardCaller ? <AddressText key="caller" address={facts.rewardCaller} /> : said.none],
    [
      said.lastReward,
      facts.lastRewardRound >= round.number ? said.thisRound : said.round(String(facts.lastRewardRound)),
    ],
  ] as const
  return (
    <Card title={said.title}>
      <p className="mb-3 max-w-prose text-soft">{said.about}</p>
      <dl className="grid max-w-prose gap-2">
        {rows.map(([label, value]) => (
          <div key={label} className="flex flex-wrap justify-between gap-x-4">
            <dt className="text-soft">{label}</dt>
            <dd className="break-all">{value}</dd>
          </div>
        ))}
      </dl>
      <div className="mt-4 flex flex-wrap gap-2 empty:hidden">
        {isOwn &&
          (['set-cuts', 'set-service-uri', 'set-reward-caller'] as const).map((kind) => (
            <StepButton key={kind} request={{ kind }} />
          ))}
        {mayReward && <StepButton request={{ kind: 'reward', to: account.address }} />}
      </div>
    </Card>
  )
}
