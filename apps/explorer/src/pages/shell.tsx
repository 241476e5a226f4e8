import { Link, Outlet } from '@tanstack/react-router'
import { Badge } from '../components/badge.tsx'
import { useNetwork } from '../network/network-context.tsx'
import { useBlockNumber } from '../network/use-block-number.ts'
import { useStatus } from '../network/use-status.ts'

/** What frames every page: name, network, and whether what is shown is fresh. */
export function Shell() {
  const { config } = useNetwork()
  return (
    <div className="mx-auto max-w-7xl px-4 pb-12 sm:px-6">
      <header className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 py-4">
        <Link to="/" className="flex items-center gap-2.5 text-lg font-semibold tracking-tight">
          <svg viewBox="0 0 32 32" aria-hidden="true" className="size-7">
            <rect width="32" height="32" rx="8" fill="#0f766e" />
            <path
              d="M6 12q5-5 10 0t10 0M6 20q5-5 10 0t10 0"
              fill="none"
              stroke="#fff"
              strokeWidth="3"
              strokeLinecap="round"
            />
          </svg>
          Millrace
        </Link>
        <p className="flex flex-wrap items-center gap-3 text-soft">
          <span>{config.networkName}</span>
          <Freshness />
        </p>
      </header>
      <main>
        <Outlet />
      </main>
    </div>
  )
}

function Freshness() {
  const { data: block, error } = useBlockNumber()
  const { isConnected, heardAt } = useStatus()
  const since = heardAt === undefined ? '' : ` since ${new Date(heardAt).toLocaleTimeString()}`
  return (
    <span className="flex gap-2" aria-live="polite">
      {error ? (
        <Badge tone="bad" title={error.message}>
          chain not reached
        </Badge>
      ) : (
        <Badge tone="quiet">block {block === undefined ? '…' : String(block)}</Badge>
      )}
      {isConnected ? (
        <Badge tone="good">gateway live</Badge>
      ) : (
        <Badge tone="warn">gateway not heard{since}</Badge>
      )}
    </span>
  )
}
