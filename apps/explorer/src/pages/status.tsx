import { ChainCard, GatewayCard, NetworkCard } from '../features/status/endpoints-cards.tsx'
import { IndexerCard } from '../features/status/indexer-card.tsx'
import { text } from '../text/text.ts'

const said = text.status
const links = [
  ['/openapi.json', said.openapi],
  ['/v1/health', said.health],
  ['/metrics', said.metrics],
] as const

/** How fresh what the pages say is, and where it comes from. */
export function StatusPage() {
  return (
    <div className="grid gap-4">
      <h1 className="text-xl font-semibold tracking-tight">{said.title}</h1>
      <IndexerCard />
      <div className="grid gap-4 md:grid-cols-3">
        <ChainCard />
        <GatewayCard />
        <NetworkCard />
      </div>
      <ul className="flex flex-wrap gap-x-6 gap-y-1">
        {links.map(([href, label]) => (
          <li key={href}>
            <a href={href} className="rounded underline">
              {label}
            </a>
          </li>
        ))}
      </ul>
    </div>
  )
}
