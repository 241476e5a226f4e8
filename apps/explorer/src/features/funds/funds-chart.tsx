import { useMemo } from 'react'
import { useAnswer } from '../../api/use-answer.ts'
import { Chart } from '../../components/chart/chart.tsx'
import type { ChartData } from '../../components/chart/chart-data.ts'
import { etherPoint } from '../../components/chart/points.ts'
import { formatCompact, formatCount } from '../../format/amounts.ts'
import { text } from '../../text/text.ts'
import { type DepositPoint, depositHistory } from './deposit-history.ts'

const said = text.funds
const mostEvents = 240

/** How winning tickets bring the deposit down, block by block. */
export function FundsChart({ gateway, depositWei }: { gateway: string; depositWei: bigint | undefined }) {
  const query = { account: gateway, contract: 'ticketBroker', limit: mostEvents }
  const { data } = useAnswer('/v1/events', { query })
  const chart = useMemo(
    () =>
      data && depositWei !== undefined
        ? chartOf(depositHistory(depositWei, data.items), data.block.number)
        : undefined,
    [data, depositWei],
  )
  return (
    <div className="mt-4">
      <Chart title={said.title} data={chart} heightPx={72} empty={said.empty} />
    </div>
  )
}

function chartOf(points: readonly DepositPoint[], head: number): ChartData {
  const last = points.at(-1)
  // One change is no history yet; the last value lasts until now.
  const shown =
    points.length < 2 || !last ? [] : [...points, ...(head > last.block ? [{ ...last, block: head }] : [])]
  return {
    axis: {
      name: said.block,
      values: shown.map(({ block }) => block),
      text: (block) => said.atBlock(formatCount(block)),
      tick: (block) => formatCount(block),
    },
    series: [
      { name: said.deposit, mark: 'step', points: shown.map(({ depositWei }) => etherPoint(depositWei)) },
    ],
    tick: formatCompact,
  }
}
