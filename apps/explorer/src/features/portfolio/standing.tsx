import { Link } from '@tanstack/react-router'
import { AddressText } from '../../components/address.tsx'
import { useDirectory } from '../../network/use-directory.ts'
import { orchestratorIn, type StakingState } from '../../staking/state.ts'
import { text } from '../../text/text.ts'

const said = text.portfolio

/** Behind whom an account's stake stands, and whether it earns there. */
export function Standing({ state }: { state: StakingState }) {
  const { account, round } = state
  const { delegate, startRound } = account
  const find = useDirectory()
  if (delegate === undefined)
    return (
      <p className="text-soft">
        {said.unbonded}{' '}
        <Link to="/stake" className="text-brand hover:underline">
          {said.choose}
        </Link>
      </p>
    )
  const isIdle = orchestratorIn(state, delegate)?.isActive === false
  return (
    <div className="grid gap-1">
      <p className="flex flex-wrap items-center gap-x-2 text-soft">
        {said.delegate}{' '}
        <Link
          to="/orchestrators/$address"
          params={{ address: delegate }}
          className="text-ink hover:underline"
        >
          <AddressText address={delegate} color={find(delegate).color} />
        </Link>
        {startRound > round.number && <span>{said.pendingUntil(String(startRound))}</span>}
      </p>
      {isIdle && <p className="text-warn">{said.inactive}</p>}
    </div>
  )
}
