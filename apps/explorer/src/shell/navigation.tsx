import { Link, type LinkProps } from '@tanstack/react-router'
import { text } from '../text/text.ts'

/** The pages that are named at the top of every page, in their order. */
const pages: readonly { readonly to: NonNullable<LinkProps['to']>; readonly label: string }[] = [
  { to: '/', label: text.shell.pages.overview },
  { to: '/orchestrators', label: text.shell.pages.orchestrators },
  { to: '/delegators', label: text.shell.pages.delegators },
  { to: '/stake', label: text.shell.pages.stake },
  { to: '/gateways', label: text.shell.pages.gateways },
  { to: '/leaderboard', label: text.shell.pages.leaderboard },
  { to: '/health', label: text.shell.pages.health },
  { to: '/rounds', label: text.shell.pages.rounds },
  { to: '/transactions', label: text.shell.pages.transactions },
  { to: '/status', label: text.shell.pages.status },
]

/** Ways to all pages; on a narrow window they can be pushed aside. */
export function Navigation() {
  return (
    <nav aria-label={text.shell.navigation} className="-mx-4 overflow-x-auto px-4 sm:-mx-6 sm:px-6">
      <ul className="flex gap-1">
        {pages.map(({ to, label }) => (
          <li key={to}>
            <Link
              to={to}
              activeOptions={{ exact: to === '/', includeSearch: false }}
              className="inline-flex min-h-9 items-center rounded-lg px-3 whitespace-nowrap text-soft hover:bg-sunken hover:text-ink aria-[current=page]:bg-card aria-[current=page]:font-medium aria-[current=page]:text-ink"
            >
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
