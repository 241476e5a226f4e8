import { Badge } from '../../components/badge.tsx'
import { Card } from '../../components/card.tsx'
import { Figure } from '../../components/figure.tsx'
import { formatCount } from '../../format/amounts.ts'
import { formatClock } from '../../format/time.ts'
import { useNetwork } from '../../network/network-context.tsx'
import { useHead } from '../../network/use-head.ts'
import { useStatus } from '../../network/use-status.ts'
import { text } from '../../text/text.ts'

const { figures, states, ...said } = text.status

/** The chain as these pages reach it, beside the indexer. */
export function ChainCard() {
  const { config } = useNetwork()
  const { block, heardAt, problem } = useHead()
  return (
    <Card title={said.chain} aside={<Heard isHeard={block !== undefined} problem={problem} />}>
      <dl className="grid grid-cols-2 gap-4">
        <Figure label={figures.head} value={block === undefined ? undefined : formatCount(block)} />
        <Figure label={figures.heard} value={heardAt === 0 ? said.never : formatClock(heardAt)} />
      </dl>
      <Endpoint url={config.rpcUrl} problem={problem} />
    </Card>
  )
}

/** The gateway whose streams these pages show, where there is one. */
export function GatewayCard() {
  const { config } = useNetwork()
  const { status, isConnected, isAbsent, heardAt, problem } = useStatus()
  if (isAbsent)
    return (
      <Card title={said.gateway} aside={<Badge tone="quiet">{states.absent}</Badge>}>
        <p className="text-soft">{said.noGateway}</p>
      </Card>
    )
  return (
    <Card title={said.gateway} aside={<Heard isHeard={isConnected} problem={problem} />}>
      <dl className="grid grid-cols-2 gap-4">
        <Figure label={figures.streams} value={status && formatCount(status.streams.length)} />
        <Figure label={figures.heard} value={heardAt === undefined ? said.never : formatClock(heardAt)} />
      </dl>
      <Endpoint url={config.gatewayUrl} problem={problem} />
    </Card>
  )
}

/** Which deployment this is. */
export function NetworkCard() {
  const { config } = useNetwork()
  return (
    <Card title={said.network}>
      <dl className="grid grid-cols-2 gap-4">
        <Figure label={figures.name} value={config.networkName} />
        <Figure label={figures.chainId} value={config.chainId} />
      </dl>
      <p className="mt-4 text-xs text-soft">{figures.controller}</p>
      <p className="font-mono text-[0.8125rem] break-all">{config.controller}</p>
    </Card>
  )
}

function Heard({ isHeard, problem }: { isHeard: boolean; problem: string | undefined }) {
  if (problem !== undefined) return <Badge tone="bad">{states.unheard}</Badge>
  return isHeard ? <Badge tone="good">{states.heard}</Badge> : <Badge tone="quiet">{states.waiting}</Badge>
}

function Endpoint({ url, problem }: { url: string | undefined; problem: string | undefined }) {
  return (
    <>
      <p className="mt-4 text-xs text-soft">{figures.url}</p>
      <p className="font-mono text-[0.8125rem] break-all">{url}</p>
      {problem !== undefined && (
        <p role="alert" className="mt-2 break-words text-bad">
          {said.problem(problem)}
        </p>
      )}
    </>
  )
}
