import { Card } from '../../components/card.tsx'
import { text } from '../../text/text.ts'
import type { OrchestratorRow } from '../orchestrator-list/listed.ts'

const said = text.orchestrator.service

/** Where an orchestrator says that it is reached. */
export function ServiceCard({ row }: { row: OrchestratorRow | undefined }) {
  return (
    <Card title={said.title}>
      <dl className="grid gap-3">
        <Uri label={said.uri} uri={row?.serviceUri} hint={said.noneHint} />
        {row?.aiServiceUri ? <Uri label={said.aiUri} uri={row.aiServiceUri} /> : null}
      </dl>
    </Card>
  )
}

/** An address from a stranger is shown as text: nobody is led there by a click. */
function Uri({ label, uri, hint }: { label: string; uri: string | null | undefined; hint?: string }) {
  return (
    <div>
      <dt className="text-xs text-soft">{label}</dt>
      <dd className="min-h-5 font-mono text-[0.8125rem] break-all">
        {uri === undefined ? (
          <span className="pulse inline-block h-3 w-48 rounded bg-line" />
        ) : uri ? (
          uri
        ) : (
          <span className="font-sans text-warn">
            {said.none}
            {hint === undefined ? '' : `. ${hint}`}
          </span>
        )}
      </dd>
    </div>
  )
}
