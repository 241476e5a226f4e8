import { Link } from '@tanstack/react-router'
import { AddressText } from './address.tsx'

/** An account, and the way to its page. */
export function AccountLink({ address }: { address: string }) {
  return (
    <Link
      to="/accounts/$address"
      params={{ address }}
      className="rounded underline decoration-line underline-offset-2 hover:decoration-current"
    >
      <AddressText address={address} />
    </Link>
  )
}
