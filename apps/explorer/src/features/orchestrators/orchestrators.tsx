import { Card } from '../../components/card.tsx'
import { ChainNotice, Notice } from '../../components/notice.tsx'
import { useRound, useToken } from '../../network/chain-facts.ts'
import { nothingRedeemed } from '../../network/ledger.ts'
import { useOrchestrators, usePoolSize } from '../../network/orchestrator-facts.ts'
import { useLedger } from '../../network/use-ledger.ts'
import { usePriceUnit } from '../../network/use-price-unit.ts'
import { useStatus } from '../../network/use-status.ts'
import { electionOf } from './election.ts'
import { OrchestratorRow } from './orchestrator-row.tsx'

/** All orchestrators: those that stake elected, and those that wait. */
export function Orchestrators() {
  const { data: orchestrators, problem } = useOrchestrators()
  const { data: round, problem: roundProblem } = useRound()
  const { data: size } = usePoolSize()
  const isRead = orchestrators !== undefined && round !== undefined
  return (
    <Card
      title="Orchestrators"
      aside={size === undefined ? undefined : `the ${size} with the most stake are elected`}
    >
      {!isRead ? (
        <ChainNotice problem={problem ?? roundProblem} loading="Reading stake and cuts from the chain" />
      ) : orchestrators.length === 0 ? (
        <Notice tone="empty" title="Nobody has registered yet" />
      ) : (
        <Table round={round.number} />
      )}
    </Card>
  )
}

function Table({ round }: { round: bigint }) {
  const { data: orchestrators = [] } = useOrchestrators()
  const { data: token } = useToken()
  const { data: ledger } = useLedger()
  const { status } = useStatus()
  const priceUnit = usePriceUnit()
  const ranked = [...orchestrators].sort((a, b) => (a.stake === b.stake ? 0 : a.stake > b.stake ? -1 : 1))
  return (
    <table className="w-full border-collapse text-right max-lg:block max-lg:[&>tbody]:block">
      <thead className="text-xs text-soft max-lg:sr-only">
        <tr className="[&>th]:px-2 [&>th]:pb-2 [&>th]:font-medium [&>th:first-child]:pl-0 [&>th:last-child]:pr-0">
          <th scope="col" className="text-left">
            Orchestrator
          </th>
          <th scope="col" className="text-left">
            Region
          </th>
          <th scope="col" className="text-left">
            State
          </th>
          <th scope="col">Stake {token?.symbol}</th>
          <th scope="col">Price {priceUnit}</th>
          <th scope="col">Segments</th>
          <th scope="col">Latency</th>
          <th scope="col">Tickets</th>
          <th scope="col">Redeemed ETH</th>
          <th scope="col">
            <span className="sr-only">Actions</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {ranked.map((facts) => {
          const key = facts.address.toLowerCase()
          return (
            <OrchestratorRow
              key={key}
              facts={facts}
              seen={status?.orchestrators.find(({ address }) => address.toLowerCase() === key)}
              election={electionOf(facts, round)}
              redeemed={ledger && (ledger.earned.get(key) ?? nothingRedeemed)}
              priceUnit={priceUnit}
              symbol={token?.symbol}
            />
          )
        })}
      </tbody>
    </table>
  )
}
