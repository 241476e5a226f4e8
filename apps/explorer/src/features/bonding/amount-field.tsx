import { formatEther } from '@millrace/common/units'
import { useId } from 'react'
import { Button } from '../../components/button.tsx'
import { formatAmount } from '../../format/amounts.ts'
import { type Position, useToken } from '../../network/chain-facts.ts'

interface AmountFieldProps {
  readonly text: string
  readonly position: Position
  /** What is wrong with the amount; said once something is typed. */
  readonly problem: string | undefined
  readonly onChange: (text: string) => void
}

export function AmountField({ text, position, problem, onChange }: AmountFieldProps) {
  const { data: token } = useToken()
  const id = useId()
  const shown = text === '' ? undefined : problem
  return (
    <div>
      <label htmlFor={id} className="mb-1 flex flex-wrap justify-between gap-x-4 text-xs text-soft">
        <span>Amount {token && `in ${token.symbol}`}</span>
        <span>
          {formatAmount(position.balance, 2)} held · {formatAmount(position.stake, 2)} bonded
        </span>
      </label>
      <div className="flex gap-2">
        <input
          id={id}
          data-testid="bond-amount"
          inputMode="decimal"
          autoComplete="off"
          placeholder="0.0"
          value={text}
          onChange={(event) => onChange(event.target.value)}
          aria-invalid={shown !== undefined}
          aria-describedby={`${id}-problem`}
          className="w-full min-w-0 rounded-lg border border-line bg-sunken px-3 py-1.5 placeholder:text-soft/60"
        />
        <Button onClick={() => onChange(formatEther(position.balance))}>All</Button>
      </div>
      <p id={`${id}-problem`} aria-live="polite" className="mt-1 min-h-5 text-bad">
        {shown}
      </p>
    </div>
  )
}
