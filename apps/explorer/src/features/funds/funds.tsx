import type { StatusFunds } from '@millrace/client'
import type { Address } from 'viem'
import { Badge, type BadgeTone } from '../../components/badge.tsx'
import { Card } from '../../components/card.tsx'
import { Figure } from '../../components/figure.tsx'
import { ChainNotice, GatewayNotice } from '../../components/notice.tsx'
import { formatAmount, formatCount } from '../../format/amounts.ts'
import { useGatewayFunds } from '../../network/chain-facts.ts'
import { nothingRedeemed } from '../../network/ledger.ts'
import { useHead } from '../../network/use-head.ts'
import { useLedger } from '../../network/use-ledger.ts'
import { useStatus } from '../../network/use-status.ts'
import { FundsChart } from './funds-chart.tsx'

const tones: Readonly<Record<StatusFunds['state'], BadgeTone>> = {
  ok: 'good',
  low: 'warn',
  insufficient: 'bad',
  unlocking: 'warn',
  offchain: 'quiet',
  unknown: 'quiet',
}

const title = 'Gateway’s deposit'

/** The gateway's money: what is left, and how winning tickets bring it down. */
export function Funds() {
  const { status, problem } = useStatus()
  if (!status)
    return (
      <Card title={title} className="grow">
        <GatewayNotice problem={problem} loading="Asking the gateway who it is" />
      </Card>
    )
  return <FundsOf gateway={status.gateway.address as Address} state={status.funds} />
}

function FundsOf({ gateway, state }: { gateway: Address; state: StatusFunds }) {
  const { data: funds, problem } = useGatewayFunds(gateway)
  const { data: ledger } = useLedger()
  const { block } = useHead()
  const key = gateway.toLowerCase()
  return (
    <Card
      title={title}
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
            <Figure label="Deposit" value={formatAmount(funds.deposit, 5)} unit="ETH" testId="deposit" />
            <Figure
              label="Reserve"
              value={formatAmount(funds.reserve, 3)}
              unit="ETH"
              testId="reserve"
              hint="Pays the active set when the deposit is gone."
            />
            <Figure
              label="Tickets paid"
              hint="Winning tickets that were redeemed on the chain."
              value={ledger && formatCount((ledger.spent.get(key) ?? nothingRedeemed).tickets)}
              testId="tickets-redeemed"
            />
          </dl>
          <FundsChart points={ledger?.funds.get(key) ?? []} head={block} />
        </>
      ) : (
        <ChainNotice problem={problem} loading="Reading deposit and reserve" />
      )}
    </Card>
  )
}
