import { useNavigate, useSearch } from '@tanstack/react-router'
import { useAnswer } from '../api/use-answer.ts'
import { Notice } from '../components/notice.tsx'
import { Segmented } from '../components/segmented.tsx'
import { MovementCards } from '../features/health/movement-cards.tsx'
import { SpreadCards } from '../features/health/spread-cards.tsx'
import { useStakes } from '../features/health/use-stakes.ts'
import { text } from '../text/text.ts'

const said = text.health
const stakes = ['orchestrators', 'delegators'] as const
const counts = ['address', 'entity'] as const
const trendRounds = 90

/** How stake is spread, and how much it moves: each measure with its formula and its trend. */
export function HealthPage() {
  const { of = 'orchestrators', by = 'address' } = useSearch({ from: '/health' })
  const navigate = useNavigate({ from: '/health' })
  const { amounts, problem, links } = useStakes(of, by)
  const { data, problem: trendProblem } = useAnswer('/v1/rounds', { query: { limit: trendRounds } })
  const failed = problem ?? trendProblem
  return (
    <div className="grid gap-4">
      <header>
        <h1 className="text-xl font-semibold tracking-tight">{said.title}</h1>
        <p className="mt-1 max-w-prose text-soft">{said.intro}</p>
      </header>
      <div className="flex flex-wrap gap-3">
        <Segmented
          label={said.of.label}
          options={stakes.map((value) => ({ value, label: said.of[value] }))}
          value={of}
          onChange={(value) =>
            void navigate({ search: { of: value, by }, replace: true, resetScroll: false })
          }
        />
        <Segmented
          label={said.by.label}
          options={counts.map((value) => ({ value, label: said.by[value] }))}
          value={by}
          onChange={(value) =>
            void navigate({ search: { of, by: value }, replace: true, resetScroll: false })
          }
        />
      </div>
      <p className="text-soft" title={said.linksHint}>
        {by === 'entity' && links !== undefined ? `${links === 0 ? said.noLinks : said.links(links)} ` : ''}
        {said.trendHint}
      </p>
      {failed !== undefined ? (
        <Notice tone="error" title={text.table.failed} text={text.table.again(failed)} />
      ) : amounts?.length === 0 ? (
        <Notice tone="empty" {...said.empty} />
      ) : (
        <div className="grid items-start gap-4 md:grid-cols-2 xl:grid-cols-3">
          <SpreadCards amounts={amounts} rounds={data?.items} />
          <MovementCards rounds={data?.items} />
        </div>
      )}
    </div>
  )
}
