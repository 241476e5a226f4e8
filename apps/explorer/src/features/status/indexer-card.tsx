import { useLive } from '../../api/use-live.ts'
import { Badge, type BadgeTone } from '../../components/badge.tsx'
import { Card } from '../../components/card.tsx'
import { Figure } from '../../components/figure.tsx'
import { Notice } from '../../components/notice.tsx'
import { formatCount } from '../../format/amounts.ts'
import { formatDuration } from '../../format/time.ts'
import { text } from '../../text/text.ts'
import { type Health, useHealth } from './use-health.ts'

const { figures, states, reasons, ...said } = text.status

type IndexerState = 'ok' | 'behind' | 'stale' | 'starting' | 'unheard'

const tones: Readonly<Record<IndexerState, BadgeTone>> = {
  ok: 'good',
  behind: 'warn',
  stale: 'bad',
  starting: 'quiet',
  unheard: 'bad',
}
/** A block that has just come is nothing to catch up with. */
const readyLagBlocks = 5

function stateOf(health: Health | undefined, problem: string | undefined): IndexerState | undefined {
  if (problem !== undefined) return 'unheard'
  if (health?.status === 'ok') return (health.lagBlocks ?? 0) > readyLagBlocks ? 'behind' : 'ok'
  return health?.status
}

/** How far the indexer's data is behind the chain. */
export function IndexerCard() {
  const { data, problem } = useHealth()
  const { isConnected } = useLive()
  const state = stateOf(data, problem)
  const badge = state ? (
    <Badge tone={tones[state]}>{states[state]}</Badge>
  ) : (
    <Badge tone="quiet">{states.waiting}</Badge>
  )
  return (
    <Card title={said.indexer} aside={badge}>
      {problem !== undefined && !data ? (
        <Notice tone="error" title={reasons.unheard} text={said.problem(problem)} />
      ) : (
        <>
          <dl data-testid="indexer-status" className="grid grid-cols-2 gap-4 sm:grid-cols-5">
            <Figure
              label={figures.block}
              value={data?.block && formatCount(data.block)}
              testId="block-read"
            />
            <Figure label={figures.head} value={data?.head && formatCount(data.head)} />
            <Figure
              label={figures.lagBlocks}
              value={
                data?.lagBlocks === undefined
                  ? undefined
                  : said.blocks(data.lagBlocks, formatCount(data.lagBlocks))
              }
              testId="lag-blocks"
            />
            <Figure
              label={figures.lagTime}
              value={data?.lagSeconds === undefined ? undefined : formatDuration(data.lagSeconds)}
              testId="lag-time"
            />
            <Figure label={figures.live} value={isConnected ? said.liveOn : said.liveOff} />
          </dl>
          <p className="mt-4 text-soft">{state && reasons[state]}</p>
        </>
      )}
    </Card>
  )
}
