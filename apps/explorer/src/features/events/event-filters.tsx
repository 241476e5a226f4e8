import { type FormEvent, type ReactNode, useId, useState } from 'react'
import { Button } from '../../components/button.tsx'
import { Select } from '../../components/select.tsx'
import { formatCount } from '../../format/amounts.ts'
import { text } from '../../text/text.ts'
import { type Filters, readAccount, readRound, typesOf } from './filters.ts'

const said = text.transactions.filters

interface EventFiltersProps {
  readonly filters: Filters
  readonly onChange: (filters: Filters) => void
}

/** What is to be seen of all that happened: by type, account and round. */
export function EventFilters({ filters, onChange }: EventFiltersProps) {
  const [problem, setProblem] = useState<'account' | 'round'>()
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const account = readAccount(String(form.get('account')))
    const round = readRound(String(form.get('round')))
    setProblem(account === null ? 'account' : round === null ? 'round' : undefined)
    if (account !== null && round !== null) onChange({ ...filters, account, round })
  }
  const { type, account = '', round, block } = filters
  const isFiltered = [type, filters.account, round, block].some((value) => value !== undefined)
  return (
    <form
      aria-label={said.label}
      onSubmit={submit}
      // A field that is left is applied, as one that is confirmed by Enter.
      onBlur={(event) => event.target instanceof HTMLInputElement && event.currentTarget.requestSubmit()}
      className="mb-4 flex flex-wrap items-end gap-3"
    >
      <TypeSelect type={type} onChange={(chosen) => onChange({ ...filters, type: chosen })} />
      <TextField
        key={`account ${account}`}
        name="account"
        label={said.account}
        hint={said.accountHint}
        value={account}
        problem={problem === 'account' ? said.notAnAddress : undefined}
        className="min-w-0 grow sm:max-w-[26rem]"
      />
      <TextField
        key={`round ${round}`}
        name="round"
        label={said.round}
        hint={said.roundHint}
        value={round?.toString() ?? ''}
        problem={problem === 'round' ? said.notARound : undefined}
        className="w-28"
      />
      {block !== undefined && (
        <Button onClick={() => onChange({ ...filters, block: undefined })}>
          {said.block(formatCount(block))} ×
        </Button>
      )}
      <button type="submit" className="sr-only">
        {text.search.submit}
      </button>
      {isFiltered && <Button onClick={() => onChange({})}>{said.clear}</Button>}
    </form>
  )
}

function TypeSelect({ type, onChange }: { type: string | undefined; onChange: (type?: string) => void }) {
  const contracts = Object.keys(text.events.contracts).filter((contract) => typesOf(contract).length > 0)
  return (
    <Labelled label={said.type} className="max-w-full">
      {(id) => (
        <Select
          id={id}
          value={type ?? ''}
          onChange={({ target }) => onChange(target.value === '' ? undefined : target.value)}
        >
          <option value="">{said.allTypes}</option>
          {contracts.map((contract) => (
            <optgroup key={contract} label={text.events.contracts[contract]}>
              <option value={contract}>{said.allOf(text.events.contracts[contract] ?? contract)}</option>
              {typesOf(contract).map((name) => (
                <option key={name} value={`${contract}.${name}`}>
                  {name}
                </option>
              ))}
            </optgroup>
          ))}
        </Select>
      )}
    </Labelled>
  )
}

interface TextFieldProps {
  readonly name: string
  readonly label: string
  readonly hint: string
  readonly value: string
  readonly problem: string | undefined
  readonly className: string
}

function TextField({ name, label, hint, value, problem, className }: TextFieldProps) {
  return (
    <Labelled label={label} className={className}>
      {(id) => (
        <>
          <input
            {...{ id, name }}
            defaultValue={value}
            placeholder={hint}
            autoComplete="off"
            spellCheck={false}
            aria-invalid={problem !== undefined}
            aria-describedby={problem === undefined ? undefined : `${id}-problem`}
            className="w-full rounded-lg border border-line bg-card px-2.5 py-1.5 placeholder:text-soft"
          />
          {problem !== undefined && (
            <span id={`${id}-problem`} role="alert" className="mt-1 block text-xs text-bad">
              {problem}
            </span>
          )}
        </>
      )}
    </Labelled>
  )
}

interface LabelledProps {
  readonly label: string
  readonly className: string
  readonly children: (id: string) => ReactNode
}

function Labelled({ label, className, children }: LabelledProps) {
  const id = useId()
  return (
    <div className={className}>
      <label htmlFor={id} className="mb-1 block text-xs text-soft">
        {label}
      </label>
      {children(id)}
    </div>
  )
}
