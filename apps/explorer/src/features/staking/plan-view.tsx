import { useMemo } from 'react'
import { formatDuration } from '../../format/time.ts'
import { nameAndAddress } from '../../identity/name-and-address.ts'
import { useNames } from '../../identity/use-profile.ts'
import type { Plan } from '../../staking/plan.ts'
import type { Preview } from '../../staking/preview.ts'
import { text } from '../../text/text.ts'
import { refusalText } from './refusal-text.ts'
import { type Units, useUnits } from './units.ts'
import { useRoundClock } from './use-round-clock.ts'
import { isOnlyNews, warningText } from './warning-text.ts'

const said = text.staking.effect

interface PlanViewProps {
  readonly plan: Plan
  /** How many there are to sign. */
  readonly transactions: number
}

/** What a step would do, what speaks against it and what to mind, before anything is signed. */
export function PlanView({ plan, transactions }: PlanViewProps) {
  const units = useUnits()
  const names = useNames(useMemo(() => accountsOf(plan.preview), [plan]))
  if (plan.refusal)
    return (
      <p role="status" data-testid="refusal" className="mt-3 text-bad">
        {refusalText(plan.refusal, units)}
      </p>
    )
  const rows = rowsOf(plan.preview, { units, names })
  return (
    <div data-testid="preview" role="status" className="mt-4 grid gap-3">
      <ul className="grid gap-2 empty:hidden">
        {plan.warnings.map((warning) => (
          <li
            key={warning.code}
            data-testid="warning"
            data-code={warning.code}
            className={`rounded-lg px-3 py-2 ${isOnlyNews(warning) ? 'bg-sunken text-soft' : 'bg-warn/10 text-warn'}`}
          >
            {warningText(warning, units)}
          </li>
        ))}
      </ul>
      {rows.length > 0 && <h3 className="font-medium">{said.title}</h3>}
      <dl className="grid gap-1.5 empty:hidden">
        {rows.map(({ label, before, after }) => (
          <div key={label} className="flex flex-wrap justify-between gap-x-4">
            <dt className="text-soft">{label}</dt>
            <dd>
              <span className="text-soft">{before} →</span> <span className="font-medium">{after}</span>
            </dd>
          </div>
        ))}
      </dl>
      <Notes {...{ plan, transactions, units }} />
    </div>
  )
}

function Notes({ plan: { step, preview }, transactions, units }: PlanViewProps & { units: Units }) {
  const clock = useRoundClock()
  const { unlock, claimed } = preview
  const seconds = unlock && clock.secondsUntil(unlock.round)
  const time = seconds === undefined ? '' : formatDuration(seconds)
  return (
    <ul className="grid gap-1 text-soft">
      {step.kind === 'move' && (
        <li data-testid="moves">{said.moves(units.tokens(preview.stakeWei.after))}</li>
      )}
      {unlock && (
        <li data-testid="unlock">
          {said.unlock(units.tokens(unlock.amountWei), String(unlock.round), time)}
        </li>
      )}
      {claimed && claimed.rewardsWei + claimed.feesWei > 0n && (
        <li>{said.claims(units.tokens(claimed.rewardsWei), units.ether(claimed.feesWei))}</li>
      )}
      <li>{said.transactions(transactions)}</li>
    </ul>
  )
}

interface Row {
  readonly label: string
  readonly before: string
  readonly after: string
}

/** Whom the rows speak of. */
function accountsOf({ delegate, standings }: Preview): readonly string[] {
  const accounts = [delegate.before, delegate.after, ...standings.map(({ orchestrator }) => orchestrator)]
  return [...new Set(accounts.filter((account) => account !== undefined))]
}

function rowsOf(
  preview: Preview,
  { units: { tokens, ether }, names }: { readonly units: Units; readonly names: ReadonlyMap<string, string> },
): readonly Row[] {
  const { stakeWei, feesWei, balanceWei, delegate, standings } = preview
  const rows: Row[] = []
  const nameOf = (account: string | undefined) =>
    account === undefined ? said.nobody : nameAndAddress(account, names)
  const add = (label: string, before: string, after: string) => {
    if (before !== after) rows.push({ label, before, after })
  }
  add(said.stake, tokens(stakeWei.before), tokens(stakeWei.after))
  add(said.balance, tokens(balanceWei.before), tokens(balanceWei.after))
  add(said.fees, ether(feesWei.before), ether(feesWei.after))
  add(said.delegate, nameOf(delegate.before), nameOf(delegate.after))
  for (const { orchestrator, rank } of standings)
    add(nameAndAddress(orchestrator, names), placeOf(rank.before), placeOf(rank.after))
  return rows
}

function placeOf(rank: number | undefined): string {
  return rank === undefined ? said.outside : said.place(String(rank))
}
