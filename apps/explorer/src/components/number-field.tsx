import { useState } from 'react'
import { Field, inputClass } from './field.tsx'

interface NumberFieldProps {
  readonly label: string
  /** Undefined while nothing is entered. */
  readonly value: number | undefined
  readonly unit?: string
  readonly onChange: (value: number | undefined) => void
  readonly className?: string
  readonly title?: string
}

/** A number that is not negative, or nothing. What is none stays in the field, and changes nothing. */
export function NumberField({ label, value, unit, onChange, className, title }: NumberFieldProps) {
  const [typed, setTyped] = useState<string>()
  // A value from elsewhere, as from the way back, is shown unless it is what was typed.
  const shown = typed !== undefined && numberOf(typed) === value ? typed : (value?.toString() ?? typed ?? '')
  const isNone = typed !== undefined && typed !== '' && numberOf(typed) === undefined
  return (
    <Field label={withUnit(label, unit)} {...(className === undefined ? {} : { className })}>
      {(id) => (
        <input
          id={id}
          inputMode="decimal"
          autoComplete="off"
          title={title}
          value={isNone ? typed : shown}
          aria-invalid={isNone}
          onChange={({ target }) => {
            setTyped(target.value)
            if (target.value === '' || numberOf(target.value) !== undefined) onChange(numberOf(target.value))
          }}
          className={`${inputClass} aria-invalid:border-bad`}
        />
      )}
    </Field>
  )
}

/** A unit that is not known yet is left out. */
function withUnit(label: string, unit: string | undefined): string {
  return unit ? `${label} (${unit})` : label
}

function numberOf(text: string): number | undefined {
  return /^\d{1,15}(\.\d{0,9})?$/.test(text) ? Number(text) : undefined
}
