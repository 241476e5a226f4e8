import { shortAddress } from '@millrace/common/units'
import { useId } from 'react'
import { Select } from '../../components/select.tsx'
import { useAccount } from './account-context.tsx'

/** Chooses the account to act with: a test account, or the browser's wallet. */
export function AccountPicker({ label }: { label: string }) {
  const { accounts = [], chosen, choose, connect, problem } = useAccount()
  const id = useId()
  return (
    <div>
      <div className="mb-1 flex flex-wrap justify-between gap-x-4 text-xs">
        <label htmlFor={id} className="text-soft">
          {label}
        </label>
        <button type="button" onClick={connect} className="rounded font-medium text-brand hover:underline">
          Connect a wallet
        </button>
      </div>
      <Select
        id={id}
        data-testid="bond-account"
        className="w-full"
        value={chosen?.address ?? ''}
        disabled={accounts.length === 0}
        onChange={(event) => choose(event.target.value)}
      >
        {accounts.length === 0 && <option value="">none yet</option>}
        {accounts.map(({ name, address }) => (
          <option key={address} value={address}>
            {name} · {shortAddress(address)}
          </option>
        ))}
      </Select>
      {problem !== undefined && (
        <p role="alert" className="mt-2 text-bad">
          {problem}
        </p>
      )}
    </div>
  )
}
