import type { ReactNode } from 'react'
import { Waiting } from '../../components/waiting.tsx'
import { formatAmount, formatFraction } from '../../format/amounts.ts'
import { text } from '../../text/text.ts'
import { scale } from '../../yield/forecast.ts'
import type { ForecastAnswer } from './forecast-card.tsx'
import { totalOf } from './question.ts'

const said = text.forecast

interface ForecastResultProps {
  readonly answer: ForecastAnswer | undefined
  readonly tokenPrice: number | undefined
  readonly symbol: string
}

/** The figures of a forecast, each with the range that holds nine of ten outcomes. */
export function ForecastResult({ answer, tokenPrice, symbol }: ForecastResultProps) {
  return (
    <div aria-busy={answer === undefined} data-testid="forecast">
      <dl className="mt-4 grid gap-4 sm:grid-cols-3">
        {(answer ? figuresOf(answer, { tokenPrice, symbol }) : waiting).map(({ label, value, range }) => (
          <div key={label}>
            <dt className="text-xs text-soft">{label}</dt>
            <dd className="mt-0.5 text-xl font-semibold tracking-tight">{value}</dd>
            <dd className="text-soft">{range}</dd>
          </div>
        ))}
      </dl>
      <p className="mt-3 text-soft">{said.sure}</p>
    </div>
  )
}

interface ShownFigure {
  readonly label: string
  readonly value: ReactNode
  readonly range: ReactNode
}

const waiting: readonly ShownFigure[] = [said.yield, said.rewards, said.fees].map((label) => ({
  ...{ label, value: <Waiting />, range: <Waiting className="w-32" /> },
}))

function figuresOf(
  { expected, interval, question: { principalWei } }: ForecastAnswer,
  { tokenPrice, symbol }: Pick<ForecastResultProps, 'tokenPrice' | 'symbol'>,
): readonly ShownFigure[] {
  const { rewards, feesWei } = interval
  const tokens = (fraction: number) => `${formatAmount(scale(principalWei, fraction), 2)} ${symbol}`
  const ether = (wei: number | bigint) => `${formatAmount(BigInt(Math.round(Number(wei))), 6)} ETH`
  const total = (fraction: number, wei: number) =>
    formatFraction(
      totalOf({ rewards: fraction, feesWei: BigInt(Math.round(wei)) }, { principalWei, tokenPrice }),
      1,
    )
  return [
    {
      label: said.yield,
      value: total(expected.rewards, Number(expected.feesWei)),
      range: said.between(total(rewards.low, feesWei.low), total(rewards.high, feesWei.high)),
    },
    {
      label: said.rewards,
      value: tokens(expected.rewards),
      range: said.between(tokens(rewards.low), tokens(rewards.high)),
    },
    {
      label: said.fees,
      value: ether(expected.feesWei),
      range: said.between(ether(feesWei.low), ether(feesWei.high)),
    },
  ]
}
