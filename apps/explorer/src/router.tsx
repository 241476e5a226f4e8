import { createRootRoute, createRoute, createRouter } from '@tanstack/react-router'
import { z } from 'zod'
import { Notice } from './components/notice.tsx'
import { sentenceOf } from './format/errors.ts'
import { OrchestratorPage } from './pages/orchestrator.tsx'
import { Overview } from './pages/overview.tsx'
import { Shell } from './pages/shell.tsx'

const rootRoute = createRootRoute({
  component: Shell,
  notFoundComponent: () => (
    <Notice tone="empty" title="There is no such page" text="The name at the top leads to the overview." />
  ),
  errorComponent: ({ error }) => (
    <Notice tone="error" title="This page has failed" text={sentenceOf(error)} />
  ),
})

const overviewRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  component: Overview,
  validateSearch: z.object({ stream: z.string().optional().catch(undefined) }),
})

const orchestratorRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/orchestrators/$address',
  component: () => <OrchestratorPage address={orchestratorRoute.useParams().address} />,
})

export const router = createRouter({
  routeTree: rootRoute.addChildren([overviewRoute, orchestratorRoute]),
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
