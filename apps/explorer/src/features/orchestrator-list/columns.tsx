import { Link } from '@tanstack/react-router'
import { AddressText } from '../../components/address.tsx'
import { Badge } from '../../components/badge.tsx'
import type { Column } from '../../components/table/column.ts'
import {
  formatAmount,
  formatCount,
  formatFraction,
  formatPpm,
  formatPrice,
  type PriceUnit,
} from '../../format/amounts.ts'
import { text } from '../../text/text.ts'
import { StateBadges } from '../orchestrators/state-badges.tsx'
import { FeeCut } from './fee-cut.tsx'
import type { Listed } from './listed.ts'
import type { SortName } from './search.ts'
import { YieldCell } from './yield-cell.tsx'

const { columns: names, hints, ...said } = text.orchestrators
const unknown = '–'

type ListColumn = Column<Listed> & { readonly sort: SortName }

/** Columns of the list; those that a narrow window has no room for are at the end of what it drops. */
export function listColumns({
  symbol,
  priceUnit,
  rounds,
}: {
  readonly symbol: string
  readonly priceUnit: PriceUnit
  readonly rounds: number
}): readonly ListColumn[] {
  const right = { align: 'right' } as const
  return [
    { id: 'identity', sort: 'identity', firstOrder: 'asc', header: names.identity, cell: identityCell },
    {
      ...{ id: 'region', sort: 'region', firstOrder: 'asc', header: names.region, hint: hints.region },
      cell: ({ seen }) => seen?.region ?? unknown,
      from: 'xl',
    },
    {
      ...{ id: 'price', sort: 'price', firstOrder: 'asc', header: names.price(priceUnit), hint: hints.price },
      ...right,
      cell: ({ price }) => (price ? formatPrice(price, priceUnit) : unknown),
      from: 'xl',
    },
    {
      ...{ id: 'rewardCut', sort: 'rewardCut', firstOrder: 'asc', header: names.rewardCut },
      ...{ hint: hints.rewardCut, ...right },
      cell: ({ row }) => formatPpm(BigInt(row.rewardCut)),
      from: 'md',
    },
    {
      ...{ id: 'feeCut', sort: 'feeCut', firstOrder: 'asc', header: names.feeCut, hint: hints.feeCut },
      ...right,
      cell: ({ row }) => <FeeCut feeShare={row.feeShare} />,
      from: 'md',
    },
    {
      ...{ id: 'stake', sort: 'stake', header: names.stake(symbol), ...right },
      cell: ({ row }) => formatAmount(row.delegatedStakeWei, 0),
    },
    {
      ...{ id: 'own', sort: 'own', header: names.own, hint: hints.own, ...right },
      cell: ({ ownShare }) => (ownShare === undefined ? unknown : formatFraction(ownShare, 1)),
      from: 'lg',
    },
    {
      ...{ id: 'fees', sort: 'fees', header: names.fees, ...right },
      cell: ({ row }) => formatAmount(row.fees90DaysWei, 3),
      from: 'lg',
    },
    {
      ...{ id: 'calls', sort: 'calls', header: names.calls, hint: hints.calls, ...right },
      cell: ({ row }) => callsText(row),
      from: 'md',
    },
    {
      ...{ id: 'score', sort: 'score', header: names.score, hint: hints.score, ...right },
      cell: ({ score }) => (score === undefined ? unknown : score.toFixed(1)),
      from: 'xl',
    },
    {
      ...{ id: 'activation', sort: 'activation', header: names.activation, hint: hints.activation, ...right },
      cell: ({ row }) =>
        row.firstActivationRound === null ? unknown : formatCount(row.firstActivationRound),
      from: 'xl',
    },
    {
      ...{ id: 'yield', sort: 'yield', header: names.yield, hint: hints.yield, ...right },
      cell: (listed) => <YieldCell listed={listed} rounds={rounds} />,
    },
  ]
}

function identityCell({ row, election, seen, isOwn }: Listed) {
  const { rewardCut, feeShare } = row
  return (
    <span className="flex flex-wrap items-center gap-x-2 leading-tight">
      <Link
        to="/orchestrators/$address"
        params={{ address: row.address }}
        className="rounded hover:underline"
        data-testid="orchestrator-link"
      >
        <AddressText address={row.address} />
      </Link>
      {election !== 'elected' && (
        <span className="max-sm:hidden">
          <StateBadges election={election} seen={seen} />
        </span>
      )}
      {isOwn && (
        <Badge tone="good" reason={said.isOwnReason}>
          {said.isOwn}
        </Badge>
      )}
      <span className="basis-full text-xs text-soft md:hidden">
        {said.phoneFacts(
          formatPpm(BigInt(rewardCut)),
          formatPpm(BigInt(1_000_000 - feeShare)),
          callsText(row),
        )}
      </span>
    </span>
  )
}

/** Absent when no call was due: that is no ratio of 0. */
function callsText({ rewardCallRatio }: Listed['row']): string {
  return rewardCallRatio === null ? unknown : formatFraction(rewardCallRatio, 1)
}
