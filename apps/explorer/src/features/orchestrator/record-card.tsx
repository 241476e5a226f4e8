import type { ReactNode } from 'react'
import { AddressText } from '../../components/address.tsx'
import { Card } from '../../components/card.tsx'
import { Figure } from '../../components/figure.tsx'
import { Notice } from '../../components/notice.tsx'
import { Waiting } from '../../components/waiting.tsx'
import { formatAmount, formatCount, formatFraction, formatPpm } from '../../format/amounts.ts'
import { text } from '../../text/text.ts'
import { partOf } from '../../yield/forecast.ts'
import type { OrchestratorRow } from '../orchestrator-list/listed.ts'

const said = text.orchestrator.record
const million = 1_000_000

interface RecordCardProps {
  /** Undefined while it is on its way. */
  readonly row: OrchestratorRow | undefined
  /** Why it cannot be had. */
  readonly problem: string | undefined
  /** Place in the active set of this round; null outside, undefined while it is on its way. */
  readonly rank: number | null | undefined
  readonly symbol: string
  readonly aside: ReactNode
}

/** What an orchestrator stands at, and what it did so far. */
export function RecordCard({ row, problem, rank, symbol, aside }: RecordCardProps) {
  if (problem !== undefined)
    return (
      <Card title={said.title}>
        <Notice tone="error" title={text.table.failed} text={text.table.again(problem)} />
      </Card>
    )
  return (
    <Card title={said.title} aside={aside}>
      <dl className="grid grid-cols-2 gap-4 sm:grid-cols-3 lg:grid-cols-5" aria-busy={row === undefined}>
        {figures(row, { rank, symbol }).map(({ label, hint, value, unit }) => (
          <Figure
            key={label}
            label={label}
            value={row === undefined ? <Waiting /> : value}
            {...(row === undefined ? {} : { unit })}
            {...(hint === undefined ? {} : { hint })}
          />
        ))}
      </dl>
    </Card>
  )
}

interface FigureOf {
  readonly label: string
  readonly hint?: string
  readonly value?: ReactNode
  readonly unit?: string
}

function figures(
  row: OrchestratorRow | undefined,
  { rank, symbol }: Pick<RecordCardProps, 'rank' | 'symbol'>,
): readonly FigureOf[] {
  return [
    { label: said.rank, hint: said.rankHint, value: rank ? formatCount(rank) : undefined },
    ...stakeFigures(row, symbol),
    ...cutFigures(row),
    ...callFigures(row),
    ...earningFigures(row, symbol),
  ]
}

function stakeFigures(row: OrchestratorRow | undefined, symbol: string): readonly FigureOf[] {
  const isOwn = row && row.state !== 'unregistered' && row.delegatedStakeWei > 0n
  return [
    { label: said.stake, unit: symbol, value: row && formatAmount(row.delegatedStakeWei, 2) },
    { label: said.own, unit: symbol, value: isOwn ? formatAmount(row.ownStakeWei, 2) : undefined },
    {
      label: said.ownShare,
      value: isOwn ? formatFraction(partOf(row.ownStakeWei, row.delegatedStakeWei), 1) : undefined,
    },
    { label: said.delegators, value: row && formatCount(row.delegators) },
  ]
}

function cutFigures(row: OrchestratorRow | undefined): readonly FigureOf[] {
  return [
    { label: said.rewardCut, hint: said.rewardCutHint, value: row && formatPpm(BigInt(row.rewardCut)) },
    { label: said.feeCut, hint: said.feeCutHint, value: row && formatPpm(BigInt(million - row.feeShare)) },
    { label: said.feeShare, hint: said.feeShareHint, value: row && formatPpm(BigInt(row.feeShare)) },
  ]
}

function callFigures(row: OrchestratorRow | undefined): readonly FigureOf[] {
  return [
    {
      label: said.calls,
      hint: said.callsHint,
      value:
        row && row.callsDue > 0
          ? said.callsOf(formatCount(row.callsMade), formatCount(row.callsDue))
          : undefined,
    },
    { label: said.missed, value: row && formatCount(row.missedRewardCalls) },
    {
      label: said.lastReward,
      value: row && (row.lastRewardRound === 0 ? said.never : said.round(formatCount(row.lastRewardRound))),
    },
    {
      label: said.activation,
      value: row?.firstActivationRound ? said.round(formatCount(row.firstActivationRound)) : undefined,
    },
    {
      label: said.caller,
      hint: said.callerHint,
      value: row && (row.rewardCaller === null ? said.itself : <AddressText address={row.rewardCaller} />),
    },
  ]
}

function earningFigures(row: OrchestratorRow | undefined, symbol: string): readonly FigureOf[] {
  return [
    { label: said.fees90, unit: 'ETH', value: row && formatAmount(row.fees90DaysWei, 4) },
    { label: said.fees, unit: 'ETH', value: row && formatAmount(row.feesWei, 4) },
    { label: said.rewards, unit: symbol, value: row && formatAmount(row.rewardsWei, 2) },
  ]
}
