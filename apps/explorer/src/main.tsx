import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import './app.css'
import { NetworkProvider } from './network/network-context.tsx'
import { router } from './router.tsx'
import { applyTheme, chosenTheme } from './shell/theme.ts'
import { TransactionsProvider } from './transactions/transactions-context.tsx'
import { WalletProvider } from './wallet/wallet-context.tsx'

applyTheme(chosenTheme())
// The page's own code is on its way while the network is asked for.
void router.load()

const queries = new QueryClient({
  // A network on this machine is there without the internet.
  defaultOptions: {
    queries: { networkMode: 'always', refetchOnWindowFocus: false },
    mutations: { networkMode: 'always' },
  },
})

const root = document.getElementById('root')
if (!root) throw new Error('The page has no root element.')
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <NetworkProvider>
        <WalletProvider>
          <TransactionsProvider>
            <RouterProvider router={router} />
          </TransactionsProvider>
        </WalletProvider>
      </NetworkProvider>
    </QueryClientProvider>
  </StrictMode>,
)
