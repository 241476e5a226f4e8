import { Link } from '@tanstack/react-router'
import { useAnswer } from '../../api/use-answer.ts'
import { Card } from '../../components/card.tsx'
import { IndexerNotice, Notice } from '../../components/notice.tsx'
import { formatCount } from '../../format/amounts.ts'
import { type RankedOrchestrator, useOrchestrators, usePoolSize } from '../../network/orchestrator-facts.ts'
import { usePriceUnit } from '../../network/use-price-unit.ts'
import { useStatus } from '../../network/use-status.ts'
import { useToken } from '../../network/use-token.ts'
import { text } from '../../text/text.ts'
import { electionOf } from './election.ts'
import { OrchestratorRow } from './orchestrator-row.tsx'

const said = text.overview.top
const { columns: names } = said
const shown = 10

/** The orchestrators with the most stake: those that are elected, and the first that wait. */
export function Orchestrators() {
  const { data: orchestrators, problem } = useOrchestrators()
  const { data: overview, problem: overviewProblem } = useAnswer('/v1/overview')
  const { data: size } = usePoolSize()
  return (
    <Card title={said.title} aside={<Aside size={size} />}>
      {!orchestrators || !overview ? (
        <IndexerNotice problem={problem ?? overviewProblem} loading={said.loading} />
      ) : orchestrators.length === 0 ? (
        <Notice tone="empty" title={said.empty} />
      ) : (
        <Table orchestrators={orchestrators.slice(0, shown)} round={BigInt(overview.round.number)} />
      )}
    </Card>
  )
}
function Aside({ size }: { size: bigint | undefined }) {
  return (
    <span className="flex flex-wrap justify-end gap-x-3">
      {size !== undefined && said.elected(formatCount(size))}
      <Link to="/orchestrators" className="rounded underline">
        {said.all}
      </Link>
    </span>
  )
}

interface TableProps {
  readonly orchestrators: readonly RankedOrchestrator[]
  readonly round: bigint
}

function Table({ orchestrators, round }: TableProps) {
  const { symbol } = useToken()
  const { status, isAbsent } = useStatus()
  const priceUnit = usePriceUnit()
  return (
    <table
      aria-label={said.title}
      className="w-full border-collapse text-right max-lg:block max-lg:[&>tbody]:block"
    >
      <thead className="text-xs text-soft max-lg:sr-only">
        <tr className="[&>th]:px-2 [&>th]:pb-2 [&>th]:font-medium [&>th:first-child]:pl-0 [&>th:last-child]:pr-0">
          <th scope="col" className="text-left">
            {names.orchestrator}
          </th>
          <th scope="col" className="text-left">
            {isAbsent ? names.delegators : names.region}
          </th>
          <th scope="col" className="text-left">
            {names.state}
          </th>
          <th scope="col">
            {names.stake} {symbol}
          </th>
          {(isAbsent ? cutHeads : [`${names.price} ${priceUnit}`, ...workHeads]).map((head) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
          <th scope="col">{names.redeemed} ETH</th>
          <th scope="col">
            <span className="sr-only">{names.actions}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {orchestrators.map((facts) => (
          <OrchestratorRow
            key={facts.address}
            facts={facts}
            seen={status?.orchestrators.find(({ address }) => isSame(address, facts.address))}
            election={electionOf(facts, round)}
            priceUnit={priceUnit}
            symbol={symbol}
          />
        ))}
      </tbody>
    </table>
  )
}

const workHeads = [names.segments, names.latency, names.tickets]
const cutHeads = [names.rewardCut, names.feeShare]

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}
