import { Link } from '@tanstack/react-router'
import { AddressText } from '../../components/address.tsx'
import { text } from '../../text/text.ts'
import type { Listed } from './listed.ts'

/** Says it when the reader's stake is with an orchestrator that earns nothing. */
export function OwnDelegateNotice({ list }: { list: readonly Listed[] | undefined }) {
  const own = list?.find(({ isOwn }) => isOwn)
  if (!own || (own.election !== 'waiting' && own.election !== 'unregistered')) return null
  const { address } = own.row
  return (
    <p role="status" data-testid="own-away" className="rounded-lg bg-warn/10 px-3 py-2 text-warn">
      {text.orchestrators.ownAway}{' '}
      <Link to="/orchestrators/$address" params={{ address }} className="underline">
        <AddressText address={address} />
      </Link>
    </p>
  )
}
