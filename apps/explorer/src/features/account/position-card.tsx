import { Link } from '@tanstack/react-router'
import type { Address } from 'viem'
import { AddressText } from '../../components/address.tsx'
import { Card } from '../../components/card.tsx'
import { Figure } from '../../components/figure.tsx'
import { ChainNotice } from '../../components/notice.tsx'
import { formatAmount } from '../../format/amounts.ts'
import { type Position, usePosition, useRound, useToken } from '../../network/chain-facts.ts'
import { useDirectory } from '../../network/use-directory.ts'
import { useAccount } from './account-context.tsx'
import { AccountPicker } from './account-picker.tsx'

/** What the reader's own account holds, and behind whom its stake stands. */
export function PositionCard() {
  const { chosen } = useAccount()
  return (
    <Card title="Your position">
      <AccountPicker label="Account" />
      {chosen ? (
        <PositionOf account={chosen.address} />
      ) : (
        <p className="mt-3 text-soft">Connect a wallet to see its stake and to bond.</p>
      )}
    </Card>
  )
}

function PositionOf({ account }: { account: Address }) {
  const { data: position, problem } = usePosition(account)
  const { data: token } = useToken()
  if (!position) return <ChainNotice problem={problem} loading="Reading the account" />
  return (
    <div data-testid="position" className="mt-4">
      <dl className="flex flex-wrap justify-between gap-x-4 gap-y-3">
        <Figure label="Held" value={formatAmount(position.balance, 0)} unit={token?.symbol} />
        <Figure label="Bonded" value={formatAmount(position.stake, 2)} unit={token?.symbol} />
        <Figure label="Fees earned" value={formatAmount(position.fees, 5)} unit="ETH" />
      </dl>
      <p className="mt-4 text-soft">
        <Standing position={position} />
      </p>
    </div>
  )
}

function Standing({ position: { delegate, startRound } }: { position: Position }) {
  const find = useDirectory()
  const { data: round } = useRound()
  if (delegate === undefined) return 'No stake is bonded. Bond to an orchestrator in the list to back it.'
  const isAhead = round !== undefined && startRound > round.number
  return (
    <>
      Bonded to{' '}
      <Link to="/orchestrators/$address" params={{ address: delegate }} className="text-ink hover:underline">
        <AddressText address={delegate} color={find(delegate).color} />
      </Link>
      {isAhead ? `; it counts from round ${startRound} on.` : '.'}
    </>
  )
}
