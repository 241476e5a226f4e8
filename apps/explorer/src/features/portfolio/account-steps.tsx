import { isOrchestrator, type StakeAccount } from '../../staking/state.ts'
import type { StepRequest } from '../../staking/step-form.ts'
import { text } from '../../text/text.ts'
import { StepButton } from '../staking/step-button.tsx'

/** What the owner of an account can do with its stake now. */
export function AccountSteps({ account }: { account: StakeAccount }) {
  const { delegate, stakeWei, bondedWei, feesWei } = account
  const requests: StepRequest[] = []
  if (delegate !== undefined) {
    requests.push({ kind: 'bond', to: delegate })
    if (!isOrchestrator(account)) requests.push({ kind: 'move' })
    requests.push({ kind: 'unbond' }, { kind: 'transfer' })
    if (stakeWei > bondedWei) requests.push({ kind: 'claim' })
  }
  if (feesWei > 0n) requests.push({ kind: 'withdraw-fees' })
  return (
    <div className="flex flex-wrap gap-2">
      {requests.map((request) => (
        <StepButton
          key={request.kind}
          request={request}
          label={request.kind === 'bond' ? text.staking.more : undefined}
          data-testid={`account-${request.kind}`}
        />
      ))}
      {delegate === undefined && (
        <StepButton
          request={{ kind: 'bond', to: account.address }}
          label={text.portfolio.desk.register}
          data-testid="become-orchestrator"
        />
      )}
    </div>
  )
}
