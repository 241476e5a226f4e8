import { useState } from 'react'
import { Field, inputClass } from './field.tsx'

interface AddressFieldProps {
  readonly label: string
  /** Undefined while none is entered. */
  readonly value: string | undefined
  readonly onChange: (address: string | undefined) => void
}

/** An address, or nothing. What is none stays in the field, and changes nothing. */
export function AddressField({ label, value, onChange }: AddressFieldProps) {
  const [typed, setTyped] = useState(value ?? '')
  const isNone = typed !== '' && !isAddressText(typed)
  return (
    <Field label={label}>
      {(id) => (
        <input
          id={id}
          type="search"
          autoComplete="off"
          spellCheck={false}
          placeholder="0x…"
          maxLength={42}
          value={typed}
          aria-invalid={isNone}
          onChange={({ target }) => {
            setTyped(target.value)
            if (target.value === '') onChange(undefined)
            else if (isAddressText(target.value)) onChange(target.value.toLowerCase())
          }}
          className={`${inputClass} font-mono text-[0.8125rem] aria-invalid:border-bad`}
        />
      )}
    </Field>
  )
}

function isAddressText(text: string): boolean {
  return /^0x[0-9a-fA-F]{40}$/.test(text)
}
