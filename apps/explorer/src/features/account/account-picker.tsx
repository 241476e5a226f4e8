import { shortAddress } from '@millrace/common/units'
import { useId } from 'react'
import { Button } from '../../components/button.tsx'
import { Select } from '../../components/select.tsx'
import { useAccount } from './account-context.tsx'

/** Chooses the account to act with: a test account, or the browser's wallet. */
export function AccountPicker({ label }: { label: string }) {
  const { accounts = [], chosen, choose, connect, problem } = useAccount()
  const id = useId()
  return (
    <div>
      <div className="flex flex-wrap items-end gap-2">
        {chosen && (
          <div className="min-w-0 grow">
            <label htmlFor={id} className="mb-1 block text-xs text-soft">
              {label}
            </label>
            <Select
              id={id}
              data-testid="bond-account"
              className="w-full"
              value={chosen.address}
              onChange={(event) => choose(event.target.value)}
            >
              {accounts.map(({ name, address }) => (
                <option key={address} value={address}>
                  {name} · {shortAddress(address)}
                </option>
              ))}
            </Select>
          </div>
        )}
        <Button onClick={connect}>Connect a wallet</Button>
      </div>
      {problem !== undefined && (
        <p role="alert" className="mt-2 text-bad">
          {problem}
        </p>
      )}
    </div>
  )
}
