import { Button } from '../../components/button.tsx'
import { NumberField } from '../../components/number-field.tsx'
import { text } from '../../text/text.ts'
import type { ListSearch } from './search.ts'

const said = text.orchestrators.filters

/** Bounds that figures can be held to, each with its unit. */
const bounds = [
  { name: 'rewardCut', unit: '%' },
  { name: 'feeCut', unit: '%' },
  { name: 'calls', unit: '%' },
  { name: 'own', unit: '%' },
  { name: 'yield', unit: '%' },
  { name: 'fees', unit: 'ETH' },
  { name: 'score', unit: '0–10' },
  { name: 'price', unit: 'wei/px' },
] as const

/** How many bounds are set. */
export function boundsIn(search: ListSearch): number {
  return bounds.filter(({ name }) => search[name] !== undefined).length
}

interface BoundFieldsProps {
  readonly search: ListSearch
  readonly onChange: (change: Partial<ListSearch>) => void
}

/** Bounds of the list; none of them is set by leaving it empty. */
export function BoundFields({ search, onChange }: BoundFieldsProps) {
  const none = Object.fromEntries(bounds.map(({ name }) => [name, undefined]))
  return (
    <div className="grid grid-cols-2 items-end gap-3 sm:grid-cols-3 lg:grid-cols-5">
      {bounds.map(({ name, unit }) => (
        <NumberField
          key={name}
          label={said[name]}
          unit={unit}
          value={search[name]}
          onChange={(value) => onChange({ [name]: value })}
        />
      ))}
      <Button onClick={() => onChange(none)} disabled={boundsIn(search) === 0}>
        {said.reset}
      </Button>
    </div>
  )
}
