import { formatEther } from '@millrace/common/units'
import { type ReactNode, useId } from 'react'
import { Button } from '../../components/button.tsx'
import type { StakingState } from '../../staking/state.ts'
import type { StepKind } from '../../staking/step.ts'
import {
  type FieldName,
  type Fields,
  fieldNames,
  mostOf,
  problemOf,
  type StepRequest,
} from '../../staking/step-form.ts'
import { text } from '../../text/text.ts'
import { OrchestratorSelect } from './orchestrator-select.tsx'
import { useUnits } from './units.ts'

const said = text.staking

interface StepFieldsProps {
  readonly request: StepRequest
  readonly state: StakingState
  readonly fields: Fields
  readonly onChange: (name: FieldName, value: string) => void
}

/** What somebody fills in for a step. */
export function StepFields({ request, state, fields, onChange }: StepFieldsProps) {
  const { kind } = request
  return fieldNames(request, state).map((name) => {
    const value = fields[name] ?? ''
    const change = (typed: string) => onChange(name, typed)
    if (name === 'to')
      return (
        <OrchestratorSelect key={name} value={value} onChange={change} without={state.account.delegate} />
      )
    if (name === 'amount') return <AmountField key={name} {...{ kind, state, value }} onChange={change} />
    return <TextField key={name} {...{ name, value }} label={labels[name]} onChange={change} />
  })
}

const labels = {
  receiver: said.receiver,
  recipient: said.recipient,
  rewardCut: said.rewardCut,
  feeShare: said.feeShare,
  uri: said.serviceUri,
  caller: said.caller,
} as const

interface AmountFieldProps {
  readonly kind: StepKind
  readonly state: StakingState
  readonly value: string
  readonly onChange: (value: string) => void
}

function AmountField({ kind, state, value, onChange }: AmountFieldProps) {
  const { symbol, tokens, ether } = useUnits()
  const isEther = kind === 'withdraw-fees'
  const most = mostOf(kind, state)
  const there = isEther ? ether(most) : tokens(most)
  return (
    <TextField
      name="amount"
      label={said.amount(isEther ? 'ETH' : symbol)}
      aside={kind === 'bond' ? said.held(there) : said.available(there)}
      testId="bond-amount"
      {...{ value, onChange }}
    >
      <Button onClick={() => onChange(formatEther(most))}>{said.all}</Button>
    </TextField>
  )
}

interface TextFieldProps {
  readonly name: FieldName
  readonly label: string
  readonly aside?: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly testId?: string
  readonly children?: ReactNode
}

function TextField({ name, label, aside, value, onChange, testId, children }: TextFieldProps) {
  const id = useId()
  const problem = value === '' ? undefined : problemOf(name, value)
  return (
    <div className="mt-3">
      <label htmlFor={id} className="mb-1 flex flex-wrap justify-between gap-x-4 text-xs text-soft">
        <span>{label}</span>
        <span>{aside}</span>
      </label>
      <div className="flex gap-2">
        <input
          id={id}
          name={name}
          data-testid={testId ?? `field-${name}`}
          inputMode={name === 'amount' || name === 'rewardCut' || name === 'feeShare' ? 'decimal' : 'text'}
          autoComplete="off"
          value={value}
          onChange={(event) => onChange(event.target.value)}
          aria-invalid={problem !== undefined}
          aria-describedby={`${id}-problem`}
          className="min-h-9 w-full min-w-0 rounded-lg border border-line bg-sunken px-3 py-1.5"
        />
        {children}
      </div>
      <p id={`${id}-problem`} aria-live="polite" className="mt-1 min-h-5 text-bad">
        {problem && said.amountProblems[problem]}
      </p>
    </div>
  )
}
