import type { StatusFunds } from '@millrace/client'
import type { Address } from 'viem'
import { useAnswer } from '../../api/use-answer.ts'
import { Badge, type BadgeTone } from '../../components/badge.tsx'
import { Card } from '../../components/card.tsx'
import { Figure } from '../../components/figure.tsx'
import { ChainNotice, GatewayNotice } from '../../components/notice.tsx'
import { formatAmount, formatCount } from '../../format/amounts.ts'
import { useGatewayFunds } from '../../network/chain-facts.ts'
import { useStatus } from '../../network/use-status.ts'
import { text } from '../../text/text.ts'
import { FundsChart } from './funds-chart.tsx'

const tones: Readonly<Record<StatusFunds['state'], BadgeTone>> = {
  ok: 'good',
  low: 'warn',
  insufficient: 'bad',
  unlocking: 'warn',
  offchain: 'quiet',
  unknown: 'quiet',
}

const said = text.funds

/** The gateway's money: what is left, and how winning tickets bring it down. */
export function Funds() {
  const { status, problem } = useStatus()
  if (!status)
    return (
      <Card title={said.title} className="grow">
        <GatewayNotice problem={problem} loading={said.asking} />
      </Card>
    )
  return <FundsOf gateway={status.gateway.address as Address} state={status.funds} />
}

function FundsOf({ gateway, state }: { gateway: Address; state: StatusFunds }) {
  const { data: funds, problem } = useGatewayFunds(gateway)
  const { data: gateways } = useAnswer('/v1/gateways', { query: { address: gateway } })
  const record = gateways?.items[0]
  return (
    <Card
      title={said.title}
      className="grow"
      aside={
        <Badge tone={tones[state.state]} reason={state.reason}>
          {state.state}
        </Badge>
      }
    >
      {funds ? (
        <>
          <dl className="flex flex-wrap justify-between gap-x-4 gap-y-3">
            <Figure label={said.deposit} value={formatAmount(funds.deposit, 5)} unit="ETH" testId="deposit" />
            <Figure
              label={said.reserve}
              value={formatAmount(funds.reserve, 3)}
              unit="ETH"
              testId="reserve"
              hint={said.reserveHint}
            />
            <Figure
              label={said.tickets}
              hint={said.ticketsHint}
              value={gateways && formatCount(record?.winningTickets ?? 0)}
              testId="tickets-redeemed"
            />
          </dl>
          <FundsChart gateway={gateway} depositWei={gateways && (record?.depositWei ?? 0n)} />
        </>
      ) : (
        <ChainNotice problem={problem} loading={said.loading} />
      )}
    </Card>
  )
}
