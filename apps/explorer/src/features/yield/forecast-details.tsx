import { formatAmount, formatCount, formatFraction } from '../../format/amounts.ts'
import { text } from '../../text/text.ts'
import type { Deviation } from '../../yield/interval.ts'
import type { ForecastAnswer } from './forecast-card.tsx'

const said = text.forecast

/** The formula of a forecast, what went into it, and what makes it uncertain. */
export function ForecastDetails({ answer, symbol }: { answer: ForecastAnswer; symbol: string }) {
  return (
    <details className="mt-4 border-t border-line pt-3">
      <summary className="cursor-pointer rounded font-medium">{said.how}</summary>
      <ol className="mt-3 list-decimal space-y-1 pl-5 text-soft">
        {said.formula.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <div className="mt-4 grid gap-6 lg:grid-cols-2">
        <Rows title={said.inputs} rows={inputsOf(answer, symbol)} />
        <Rows title={said.causes} hint={said.causesHint} rows={causesOf(answer)} />
      </div>
    </details>
  )
}

interface Row {
  readonly name: string
  readonly value: string
}

function Rows({ title, hint, rows }: { title: string; hint?: string; rows: readonly Row[] }) {
  return (
    <section>
      <h3 className="font-medium">{title}</h3>
      {hint !== undefined && <p className="text-soft">{hint}</p>}
      <dl className="mt-2">
        {rows.map(({ name, value }) => (
          <div key={name} className="flex justify-between gap-4 border-t border-line/60 py-1.5">
            <dt className="text-soft">{name}</dt>
            <dd className="text-right">{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function inputsOf(
  { network, orchestrator, expected, pastRounds }: ForecastAnswer,
  symbol: string,
): readonly Row[] {
  const names = said.input
  return [
    { name: names.inflation, value: formatFraction(network.inflation, 5) },
    { name: names.step, value: formatFraction(network.inflationChange, 5) },
    { name: names.supply, value: `${formatAmount(network.totalSupplyWei, 0)} ${symbol}` },
    { name: names.stake, value: `${formatAmount(network.nextActiveStakeWei, 0)} ${symbol}` },
    { name: names.treasury, value: formatFraction(network.treasuryCut, 1) },
    { name: names.calls, value: formatFraction(expected.callChance, 1) },
    { name: names.rewardCut, value: formatFraction(orchestrator.rewardCut, 1) },
    { name: names.feeShare, value: formatFraction(orchestrator.feeShare, 1) },
    { name: names.ownStake, value: `${formatAmount(orchestrator.delegatedStakeWei, 0)} ${symbol}` },
    { name: names.feesPerRound, value: `${formatAmount(orchestrator.feesPerRoundWei, 6)} ETH` },
    { name: names.past, value: formatCount(pastRounds) },
  ]
}

const causes = [
  { name: 'calls', of: said.ofRewards },
  { name: 'rewardCut', of: said.ofRewards },
  { name: 'networkStake', of: said.ofRewards },
  { name: 'tickets', of: said.ofFees },
  { name: 'demand', of: said.ofFees },
  { name: 'ownStake', of: said.ofFees },
  { name: 'feeShare', of: said.ofFees },
] as const

function causesOf({ interval }: ForecastAnswer): readonly Row[] {
  return causes.map(({ name, of }) => ({
    name: `${said.cause[name]} (${of})`,
    value: movesOf(interval.causes[name]),
  }))
}

function movesOf({ down, up }: Deviation): string {
  return said.moves(formatFraction(down, 1), formatFraction(up, 1))
}
