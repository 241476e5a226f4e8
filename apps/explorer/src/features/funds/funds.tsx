import type { StatusFunds } from '@millrace/client'
import type { Address } from 'viem'
import { Badge, type BadgeTone } from '../../components/badge.tsx'
import { Card } from '../../components/card.tsx'
import { Figure } from '../../components/figure.tsx'
import { Notice } from '../../components/notice.tsx'
import { formatAmount } from '../../format/amounts.ts'
import { useBrokerEvents } from '../../network/broker-events.ts'
import { useGatewayFunds } from '../../network/chain-facts.ts'
import { useStatus } from '../../network/use-status.ts'
import { fundsHistory, stepPath } from './history.ts'

const tones: Readonly<Record<StatusFunds['state'], BadgeTone>> = {
  ok: 'good',
  low: 'warn',
  insufficient: 'bad',
  unlocking: 'warn',
  offchain: 'quiet',
  unknown: 'quiet',
}

/** The gateway's money: what is left, and how winning tickets bring it down. */
export function Funds() {
  const { status } = useStatus()
  if (!status)
    return (
      <Card title="Gateway’s deposit">
        <Notice tone="loading" title="Asking the gateway who it is" />
      </Card>
    )
  return <FundsOf gateway={status.gateway.address as Address} state={status.funds} />
}

const box = { width: 320, height: 56 }
const recentPoints = 120

function FundsOf({ gateway, state }: { gateway: Address; state: StatusFunds }) {
  const { data: funds, error } = useGatewayFunds(gateway)
  const { data: history } = useBrokerEvents()
  const title = 'Gateway’s deposit'
  if (error)
    return (
      <Card title={title}>
        <Notice tone="error" title="The chain could not be read" text={error.message.split('\n')[0]} />
      </Card>
    )
  const points = fundsHistory(history?.events ?? [], gateway)
  const paid = history?.events.filter(
    ({ kind, gateway: payer }) => kind === 'paid' && payer.toLowerCase() === gateway.toLowerCase(),
  )
  const path = stepPath(points.slice(-recentPoints), box)
  return (
    <Card
      title={title}
      aside={
        <Badge tone={tones[state.state]} title={state.reason}>
          {state.state}
        </Badge>
      }
    >
      <dl className="grid grid-cols-3 gap-4">
        <Figure label="deposit" value={funds && formatAmount(funds.deposit, 5)} unit="ETH" testId="deposit" />
        <Figure
          label="reserve"
          value={funds && formatAmount(funds.reserve, 3)}
          unit="ETH"
          testId="reserve"
          hint="Pays the active set when the deposit is gone."
        />
        <Figure label="tickets redeemed" value={paid?.length} testId="tickets-redeemed" />
      </dl>
      {path === '' ? (
        <p className="mt-3 text-soft">
          The deposit goes down here with every winning ticket that is redeemed.
        </p>
      ) : (
        <svg
          viewBox={`-2 -4 ${box.width + 4} ${box.height + 8}`}
          preserveAspectRatio="none"
          role="img"
          aria-label="Deposit over the last redemptions"
          className="mt-3 h-16 w-full"
        >
          <path
            d={path}
            fill="none"
            stroke="var(--color-brand)"
            strokeWidth="2"
            vectorEffect="non-scaling-stroke"
          />
        </svg>
      )}
    </Card>
  )
}
