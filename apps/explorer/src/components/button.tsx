import type { ComponentProps } from 'react'

type ButtonProps = ComponentProps<'button'> & { readonly kind?: 'primary' | 'plain' }

const kinds = {
  primary: 'bg-brand text-brand-ink border-transparent enabled:hover:opacity-90',
  plain: 'bg-card text-ink border-line enabled:hover:bg-sunken',
}

export function Button({ kind = 'plain', className = '', type = 'button', ...props }: ButtonProps) {
  return (
    <button
      type={type}
      className={`rounded-lg border px-3 py-1.5 font-medium transition disabled:opacity-50 ${kinds[kind]} ${className}`}
      {...props}
    />
  )
}
