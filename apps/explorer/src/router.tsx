import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'
import * as z from 'zod/mini'
import { Notice } from './components/notice.tsx'
import { delegatorsSearchSchema } from './features/delegators/search.ts'
import { filtersSchema } from './features/events/filters.ts'
import { gatewaysSearchSchema } from './features/gateways/search.ts'
import { healthSearchSchema } from './features/health/search.ts'
import { leaderboardSearchSchema } from './features/leaderboard/search.ts'
import { listSearchSchema } from './features/orchestrator-list/search.ts'
import { questionSearchSchema } from './features/yield/question-search.ts'
import { sentenceOf } from './format/errors.ts'
import { searchValue } from './format/search-value.ts'
import { Shell } from './shell/shell.tsx'
import { text } from './text/text.ts'

const rootRoute = createRootRoute({
  component: Shell,
  notFoundComponent: () => (
    <Notice tone="empty" title={text.shell.noSuchPage} text={text.shell.noSuchPageHint} />
  ),
  errorComponent: ({ error }) => (
    <Notice tone="error" title={text.shell.pageFailed} text={sentenceOf(error)} />
  ),
})

const overviewRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  component: lazyRouteComponent(() => import('./pages/overview.tsx'), 'Overview'),
  validateSearch: z.object({
    stream: searchValue(z.string()),
    by: searchValue(z.enum(['day', 'week', 'round'])),
  }),
})

const orchestratorsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/orchestrators',
  component: lazyRouteComponent(() => import('./pages/orchestrators.tsx'), 'OrchestratorsPage'),
  validateSearch: listSearchSchema,
})

const orchestratorRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/orchestrators/$address',
  component: lazyRouteComponent(() => import('./pages/orchestrator.tsx'), 'OrchestratorPage'),
  validateSearch: questionSearchSchema,
})

const delegatorsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/delegators',
  component: lazyRouteComponent(() => import('./pages/delegators.tsx'), 'DelegatorsPage'),
  validateSearch: delegatorsSearchSchema,
})

const gatewaysRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/gateways',
  component: lazyRouteComponent(() => import('./pages/gateways.tsx'), 'GatewaysPage'),
  validateSearch: gatewaysSearchSchema,
})

const gatewayRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/gateways/$address',
  component: lazyRouteComponent(() => import('./pages/gateway.tsx'), 'GatewayPage'),
})

const healthRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/health',
  component: lazyRouteComponent(() => import('./pages/health.tsx'), 'HealthPage'),
  validateSearch: healthSearchSchema,
})

const leaderboardRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/leaderboard',
  component: lazyRouteComponent(() => import('./pages/leaderboard.tsx'), 'LeaderboardPage'),
  validateSearch: leaderboardSearchSchema,
})

const roundsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/rounds',
  component: lazyRouteComponent(() => import('./pages/rounds.tsx'), 'RoundsPage'),
})

const roundRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/rounds/$round',
  component: lazyRouteComponent(() => import('./pages/round.tsx'), 'RoundPage'),
})

const transactionsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/transactions',
  component: lazyRouteComponent(() => import('./pages/transactions.tsx'), 'TransactionsPage'),
  validateSearch: filtersSchema,
})

const transactionRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/transactions/$hash',
  component: lazyRouteComponent(() => import('./pages/transaction.tsx'), 'TransactionPage'),
})

const searchRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/search',
  component: lazyRouteComponent(() => import('./pages/search.tsx'), 'SearchPage'),
  validateSearch: z.object({ q: searchValue(z.coerce.string()) }),
})

const statusRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/status',
  component: lazyRouteComponent(() => import('./pages/status.tsx'), 'StatusPage'),
})

const stakeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/stake',
  component: lazyRouteComponent(() => import('./pages/stake.tsx'), 'StakePage'),
})

const accountRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/accounts/$address',
  component: lazyRouteComponent(() => import('./pages/account.tsx'), 'AccountPage'),
})

const guideRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/guide/first-stake',
  component: lazyRouteComponent(() => import('./pages/guide.tsx'), 'GuidePage'),
})

export const router = createRouter({
  routeTree: rootRoute.addChildren([
    overviewRoute,
    healthRoute,
    leaderboardRoute,
    orchestratorsRoute,
    orchestratorRoute,
    delegatorsRoute,
    gatewaysRoute,
    gatewayRoute,
    roundsRoute,
    roundRoute,
    transactionsRoute,
    transactionRoute,
    searchRoute,
    statusRoute,
    stakeRoute,
    accountRoute,
    guideRoute,
  ]),
  scrollRestoration: true,
  defaultPreload: 'intent',
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
