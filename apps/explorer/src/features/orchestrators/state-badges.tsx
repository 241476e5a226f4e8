import type { StatusOrchestrator } from '@millrace/client'
import { Badge, type BadgeTone } from '../../components/badge.tsx'
import { formatCount } from '../../format/amounts.ts'
import type { Election } from './election.ts'

const elections: Readonly<Record<Election, { readonly tone: BadgeTone; readonly reason: string }>> = {
  elected: { tone: 'good', reason: 'In the active set of this round: it may be given work.' },
  entering: { tone: 'warn', reason: 'It enters the active set with the next round.' },
  leaving: { tone: 'warn', reason: 'In the active set of this round, and no more in the next.' },
  waiting: {
    tone: 'quiet',
    reason: 'Others have more stake. It is elected once it has more than one of them.',
  },
  unregistered: { tone: 'quiet', reason: 'It has no stake of its own bonded to itself.' },
}

const troubles = ['suspended', 'unreachable', 'refused'] as const satisfies StatusOrchestrator['state'][]

interface StateBadgesProps {
  readonly election: Election
  readonly seen: StatusOrchestrator | undefined
}

/** Where an orchestrator stands in the election, and what stands between it and this gateway. */
export function StateBadges({ election, seen }: StateBadgesProps) {
  const trouble = troubles.find((state) => state === seen?.state)
  const { checked = 0, bad = 0 } = seen?.checks ?? {}
  return (
    <span className="inline-flex flex-wrap gap-1">
      <Badge {...elections[election]}>{election}</Badge>
      {trouble !== undefined && (
        <Badge tone="bad" reason={seen?.reason ?? 'This gateway does not say why.'}>
          {trouble}
        </Badge>
      )}
      {trouble === undefined && bad > 0 && (
        <Badge
          tone="warn"
          reason={`Of ${formatCount(checked)} results that this gateway checked, ${formatCount(bad)} were not what was ordered.`}
        >
          bad results
        </Badge>
      )}
    </span>
  )
}
