import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'
import { z } from 'zod'
import { Notice } from './components/notice.tsx'
import { sentenceOf } from './format/errors.ts'
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
  validateSearch: z.object({ stream: z.string().optional().catch(undefined) }),
})

const orchestratorRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/orchestrators/$address',
  component: lazyRouteComponent(() => import('./pages/orchestrator.tsx'), 'OrchestratorPage'),
})

const delegatorsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/delegators',
  component: lazyRouteComponent(() => import('./pages/delegators.tsx'), 'DelegatorsPage'),
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
    ...[overviewRoute, orchestratorRoute, delegatorsRoute],
    ...[stakeRoute, accountRoute, guideRoute],
  ]),
  scrollRestoration: true,
  defaultPreload: 'intent',
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
