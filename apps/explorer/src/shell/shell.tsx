import { Link, Outlet } from '@tanstack/react-router'
import { Logo } from '../components/logo.tsx'
import { Freshness } from '../features/freshness/freshness.tsx'
import { StaleBanner } from '../features/freshness/stale-banner.tsx'
import { SearchBox } from '../features/search/search-box.tsx'
import { StepDialogProvider } from '../features/staking/step-dialog-context.tsx'
import { useNetwork } from '../network/network-context.tsx'
import { text } from '../text/text.ts'
import { TransactionsBar } from '../transactions/transactions-bar.tsx'
import { WalletButton } from '../wallet/wallet-button.tsx'
import { Navigation } from './navigation.tsx'
import { ThemeSelect } from './theme-select.tsx'

/** What frames every page: name, ways to all pages, network, and whether what is shown is fresh. */
export function Shell() {
  const { config } = useNetwork()
  return (
    <div className="mx-auto flex min-h-dvh max-w-7xl flex-col px-4 sm:px-6">
      <a
        href="#content"
        className="sr-only rounded-lg bg-card px-3 py-2 focus:not-sr-only focus:absolute focus:z-20"
      >
        {text.shell.skip}
      </a>
      <header className="grid gap-y-2 py-4">
        <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
          <Link to="/" className="flex items-center gap-2.5 rounded-lg text-lg font-semibold tracking-tight">
            <Logo />
            {text.shell.name}
          </Link>
          <SearchBox />
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-soft">
            <span>{config.networkName}</span>
            <Freshness />
            <WalletButton />
          </div>
        </div>
        <Navigation />
      </header>
      <StaleBanner />
      <main id="content" className="grow">
        <StepDialogProvider>
          <Outlet />
        </StepDialogProvider>
      </main>
      <footer className="mt-8 flex flex-wrap items-center justify-between gap-x-6 gap-y-2 border-t border-line py-6 text-soft">
        <p>
          {text.shell.footer}{' '}
          <a href="/openapi.json" className="underline hover:text-ink">
            {text.shell.api}
          </a>
        </p>
        <ThemeSelect />
      </footer>
      <TransactionsBar />
    </div>
  )
}
