import { Link, Outlet } from '@tanstack/react-router'
import { Logo } from '../components/logo.tsx'
import { Freshness } from '../features/freshness/freshness.tsx'
import { StaleBanner } from '../features/freshness/stale-banner.tsx'
import { useNetwork } from '../network/network-context.tsx'

/** What frames every page: name, network, and whether what is shown is fresh. */
export function Shell() {
  const { config } = useNetwork()
  return (
    <div className="mx-auto max-w-7xl px-4 pb-12 sm:px-6">
      <header className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 py-4">
        <Link to="/" className="flex items-center gap-2.5 rounded-lg text-lg font-semibold tracking-tight">
          <Logo />
          Millrace
        </Link>
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-soft">
          <span>{config.networkName}</span>
          <Freshness />
        </div>
      </header>
      <StaleBanner />
      <main>
        <Outlet />
      </main>
    </div>
  )
}
