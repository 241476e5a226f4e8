import { Link } from '@tanstack/react-router'
import { AddressText } from '../../components/address.tsx'

/** An orchestrator, as a way to its page. */
export function OrchestratorLink({ address }: { address: string }) {
  return (
    <Link to="/orchestrators/$address" params={{ address }} className="rounded hover:underline">
      <AddressText address={address} />
    </Link>
  )
}
