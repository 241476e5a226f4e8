import { createRootRoute, createRoute, createRouter } from '@tanstack/react-router'
import { Notice } from './components/notice.tsx'
import { OrchestratorPage } from './pages/orchestrator.tsx'
import { Overview } from './pages/overview.tsx'
import { Shell } from './pages/shell.tsx'

const rootRoute = createRootRoute({
  component: Shell,
  notFoundComponent: () => <Notice tone="empty" title="There is no such page" />,
  errorComponent: ({ error }) => (
    <Notice
      tone="error"
      title="This page has failed"
      text={error instanceof Error ? error.message : String(error)}
    />
  ),
})

const overviewRoute = createRoute({ getParentRoute: () => rootRoute, path: '/', component: Overview })

const orchestratorRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/orchestrators/$address',
  component: () => <OrchestratorPage address={orchestratorRoute.useParams().address} />,
})

export const router = createRouter({ routeTree: rootRoute.addChildren([overviewRoute, orchestratorRoute]) })

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
