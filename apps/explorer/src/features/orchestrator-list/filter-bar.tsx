import { type ReactNode, useState } from 'react'
import { Button } from '../../components/button.tsx'
import { Field, inputClass } from '../../components/field.tsx'
import { Select } from '../../components/select.tsx'
import { text } from '../../text/text.ts'
import { BoundFields, boundsIn } from './bound-fields.tsx'
import { type ListSearch, stateChoices } from './search.ts'
import { SortField } from './sort-field.tsx'

const said = text.orchestrators.filters

export interface FilterBarProps {
  readonly search: ListSearch
  readonly regions: readonly string[]
  readonly onChange: (change: Partial<ListSearch>) => void
  /** What else is chosen here; on narrow windows it is there with the other filters. */
  readonly children?: ReactNode
}

/** What is shown of the list, and on narrow windows its order. */
export function FilterBar({ search, regions, onChange, children }: FilterBarProps) {
  const bounds = boundsIn(search)
  const [isOpen, setOpen] = useState(bounds > 0)
  const onlyOpen = isOpen ? '' : 'max-md:hidden'
  return (
    <search aria-label={said.title} className="grid gap-3">
      <div className={onlyOpen}>{children}</div>
      <div className="grid grid-cols-2 items-end gap-3 md:grid-cols-[minmax(0,2fr)_repeat(3,minmax(0,1fr))_auto]">
        <Field label={said.search} className="max-md:col-span-2">
          {(id) => (
            <input
              id={id}
              type="search"
              autoComplete="off"
              maxLength={100}
              value={search.q ?? ''}
              onChange={({ target }) => onChange({ q: target.value || undefined })}
              className={inputClass}
            />
          )}
        </Field>
        <StateField {...{ search, onChange }} />
        <div className={onlyOpen}>
          <RegionField {...{ search, regions, onChange }} />
        </div>
        <div className={onlyOpen}>
          <ActivationField {...{ search, onChange }} />
        </div>
        <Button aria-expanded={isOpen} onClick={() => setOpen(!isOpen)} className="min-h-9">
          {said.more(bounds)}
        </Button>
        <SortField search={search} onChange={onChange} className="max-md:col-span-2 md:hidden" />
      </div>
      {isOpen && <BoundFields {...{ search, onChange }} />}
    </search>
  )
}

function StateField({ search, onChange }: Pick<FilterBarProps, 'search' | 'onChange'>) {
  return (
    <Field label={said.state}>
      {(id) => (
        <Select
          id={id}
          className="w-full"
          value={search.state ?? stateChoices[0]}
          onChange={({ target }) => {
            const state = stateChoices.find((each) => each === target.value)
            onChange({ state: state === stateChoices[0] ? undefined : state })
          }}
        >
          {stateChoices.map((state) => (
            <option key={state} value={state}>
              {said.states[state]}
            </option>
          ))}
        </Select>
      )}
    </Field>
  )
}

function RegionField({ search, regions, onChange }: FilterBarProps) {
  const wanted = search.region
  const known = wanted === undefined || regions.includes(wanted) ? regions : [...regions, wanted]
  return (
    <Field label={said.region}>
      {(id) => (
        <Select
          id={id}
          className="w-full"
          value={wanted ?? ''}
          disabled={known.length === 0}
          onChange={({ target }) => onChange({ region: target.value || undefined })}
        >
          <option value="">{said.anyRegion}</option>
          {known.map((region) => (
            <option key={region}>{region}</option>
          ))}
        </Select>
      )}
    </Field>
  )
}

function ActivationField({ search, onChange }: Pick<FilterBarProps, 'search' | 'onChange'>) {
  return (
    <Field label={said.activation}>
      {(id) => (
        <Select
          id={id}
          className="w-full"
          value={search.new ?? 'any'}
          onChange={({ target }) =>
            onChange({ new: target.value === 'only' || target.value === 'none' ? target.value : undefined })
          }
        >
          {(['any', 'only', 'none'] as const).map((choice) => (
            <option key={choice} value={choice}>
              {said.activations[choice]}
            </option>
          ))}
        </Select>
      )}
    </Field>
  )
}
