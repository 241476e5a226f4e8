import type { Standing } from '@millrace/client/tester'
import type { Column } from '../../components/table/column.ts'
import { formatCount } from '../../format/amounts.ts'
import { formatLatency, formatMoment } from '../../format/time.ts'
import { leaderboard as said } from '../../text/en/leaderboard.ts'
import { OrchestratorLink } from '../orchestrator/orchestrator-link.tsx'

/** A standing and its place among those shown. */
export interface PlacedStanding extends Standing {
  readonly place: number
}

const { columns: names, hints, unknown } = said
const right = { align: 'right' } as const

export const leaderboardColumns: readonly Column<PlacedStanding>[] = [
  { ...{ id: 'place', header: names.place, ...right }, cell: ({ place }) => place },
  {
    ...{ id: 'orchestrator', header: names.orchestrator },
    cell: ({ orchestrator }) =>
      orchestrator.startsWith('0x') ? (
        <OrchestratorLink address={orchestrator} />
      ) : (
        <span className="break-all">{orchestrator}</span>
      ),
  },
  { ...{ id: 'region', header: names.region, from: 'sm' }, cell: ({ region }) => region },
  {
    ...{ id: 'score', header: names.score, hint: hints.score, ...right },
    cell: ({ score }) => <strong className="font-semibold">{score.toFixed(3)}</strong>,
  },
  {
    ...{ id: 'success', header: names.success, hint: hints.success, ...right },
    cell: ({ successRate }) => share(successRate),
  },
  {
    ...{ id: 'latency', header: names.latency, hint: hints.latency, ...right, from: 'sm' },
    cell: ({ latencyScore }) => latencyScore.toFixed(3),
  },
  {
    ...{ id: 'quality', header: names.quality, hint: hints.quality, ...right, from: 'md' },
    cell: ({ quality }) => share(quality),
  },
  {
    ...{ id: 'honesty', header: names.honesty, hint: hints.honesty, ...right, from: 'md' },
    cell: ({ honesty }) => share(honesty),
  },
  {
    ...{ id: 'roundTrip', header: names.roundTrip, hint: hints.roundTrip, ...right, from: 'lg' },
    cell: ({ roundTripMs }) => (roundTripMs === null ? unknown : formatLatency(roundTripMs)),
  },
  {
    ...{ id: 'segments', header: names.segments, ...right, from: 'lg' },
    cell: ({ segments }) => formatCount(segments),
  },
  {
    ...{ id: 'failure', header: names.failure, from: 'xl' },
    cell: ({ lastFailure }) =>
      lastFailure === null ? (
        unknown
      ) : (
        <span title={`${formatMoment(lastFailure.atMs)}: ${lastFailure.detail}`}>{lastFailure.code}</span>
      ),
  },
]

/** A part of 1 in percent; a dash where it is not known. */
function share(part: number | null): string {
  return part === null ? unknown : `${(part * 100).toFixed(part === 1 || part === 0 ? 0 : 1)} %`
}
