import { Link } from '@tanstack/react-router'
import { AddressText } from './address.tsx'

/** An orchestrator, and the way to its page. */
export function OrchestratorLink({ address }: { address: string }) {
  return (
    <Link
      to="/orchestrators/$address"
      params={{ address }}
      className="rounded underline decoration-line underline-offset-2 hover:decoration-current"
    >
      <AddressText address={address} />
    </Link>
  )
}
