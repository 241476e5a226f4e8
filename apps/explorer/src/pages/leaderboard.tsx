import { useNavigate, useSearch } from '@tanstack/react-router'
import { Card } from '../components/card.tsx'
import { Notice } from '../components/notice.tsx'
import { Select } from '../components/select.tsx'
import { DataTable } from '../components/table/data-table.tsx'
import { leaderboardColumns } from '../features/leaderboard/columns.tsx'
import { useLeaderboard } from '../features/leaderboard/use-leaderboard.ts'
import { formatDuration, formatMoment } from '../format/time.ts'
import { useNetwork } from '../network/network-context.tsx'
import { leaderboard as said } from '../text/en/leaderboard.ts'

/** How orchestrators did in tests, by region and by rendition. */
export function LeaderboardPage() {
  const { testerUrl } = useNetwork().config
  const { region, profile } = useSearch({ from: '/leaderboard' })
  const navigate = useNavigate({ from: '/leaderboard' })
  const { data, problem } = useLeaderboard(testerUrl, { region, profile })
  const rows = data?.items.map((standing, index) => ({ ...standing, place: index + 1 }))
  const show = (search: { region?: string | undefined; profile?: string | undefined }) =>
    void navigate({ search, replace: true, resetScroll: false })
  return (
    <Card level={1} title={said.title}>
      <p className="mb-4 max-w-prose text-soft">{said.intro}</p>
      {testerUrl === undefined ? (
        <Notice tone="empty" {...said.none} />
      ) : (
        <>
          <div className="mb-2 flex flex-wrap items-center gap-3">
            <Choice
              {...{ label: said.region, all: said.allRegions, value: region, options: data?.regions }}
              onChange={(value) => show({ region: value, profile })}
            />
            <Choice
              {...{ label: said.profile, all: said.allProfiles, value: profile, options: data?.profiles }}
              onChange={(value) => show({ region, profile: value })}
            />
          </div>
          <DataTable
            columns={leaderboardColumns}
            list={{ rows, problem }}
            {...{ label: said.label, empty: said.empty }}
            keyOf={(row) => `${row.orchestrator} ${row.region}`}
            testId="standing"
          />
          {data !== undefined && (
            <p className="mt-4 text-soft">
              {said.measured(formatDuration(data.windowMs / 1_000), formatMoment(data.atMs))}
            </p>
          )}
        </>
      )}
    </Card>
  )
}

interface ChoiceProps {
  readonly label: string
  readonly all: string
  readonly value: string | undefined
  readonly options: readonly string[] | undefined
  readonly onChange: (value: string | undefined) => void
}

/** One of the names that there are, or all; what the page's address says stays to be seen when there is no such name. */
function Choice({ label, all, value, options = [], onChange }: ChoiceProps) {
  const names = value === undefined || options.includes(value) ? options : [value, ...options]
  return (
    <Select
      aria-label={label}
      value={value ?? ''}
      onChange={({ target }) => onChange(target.value || undefined)}
    >
      <option value="">{all}</option>
      {names.map((name) => (
        <option key={name} value={name}>
          {name}
        </option>
      ))}
    </Select>
  )
}
