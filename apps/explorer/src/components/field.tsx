import { type ReactNode, useId } from 'react'

interface FieldProps {
  readonly label: string
  readonly className?: string
  /** Gets the id that the label points to. */
  readonly children: (id: string) => ReactNode
}

/** A labelled place to enter or choose something. */
export function Field({ label, className = '', children }: FieldProps) {
  const id = useId()
  return (
    <div className={`min-w-0 ${className}`}>
      <label htmlFor={id} className="mb-1 block truncate text-xs text-soft">
        {label}
      </label>
      {children(id)}
    </div>
  )
}

export const inputClass =
  'min-h-9 w-full min-w-0 rounded-lg border border-line bg-sunken px-2.5 py-1.5 placeholder:text-soft'
