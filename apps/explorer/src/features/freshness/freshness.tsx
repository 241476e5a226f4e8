import { Badge } from '../../components/badge.tsx'
import { formatCount } from '../../format/amounts.ts'
import { useHead } from '../../network/use-head.ts'
import { useStatus } from '../../network/use-status.ts'

/** Whether chain and gateway are heard, in two words. */
export function Freshness() {
  const { block, problem } = useHead()
  const { isConnected, status, isAbsent } = useStatus()
  return (
    <span className="flex flex-wrap gap-2" data-testid="freshness">
      {problem !== undefined ? (
        <Badge tone="bad" reason={problem}>
          chain not heard
        </Badge>
      ) : (
        <Badge tone={block === undefined ? 'quiet' : 'good'}>
          block {block === undefined ? '…' : formatCount(block)}
        </Badge>
      )}
      {isAbsent ? null : isConnected ? (
        <Badge tone="good">gateway live</Badge>
      ) : status ? (
        <Badge tone="warn">gateway not heard</Badge>
      ) : (
        <Badge tone="quiet">gateway …</Badge>
      )}
    </span>
  )
}
