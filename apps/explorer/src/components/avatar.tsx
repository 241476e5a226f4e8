import { generatedAvatarUrl } from '@millrace/common/identity'
import { useMemo } from 'react'

interface AvatarProps {
  readonly address: string
  /** Width and height, in CSS pixels. */
  readonly size: number
  /** Of the account on other parts of the page. */
  readonly color?: string | undefined
  readonly className?: string
}

/** The picture that is drawn from an address: nobody is asked for it, and nobody can choose it. */
export function Avatar({ address, size, color, className = '' }: AvatarProps) {
  const url = useMemo(() => (isAddress(address) ? generatedAvatarUrl(address) : undefined), [address])
  if (url === undefined) return null
  return (
    <img
      src={url}
      alt=""
      {...{ width: size, height: size }}
      className={`shrink-0 rounded-full ${className}`}
      style={color === undefined ? undefined : { boxShadow: `0 0 0 2px ${color}` }}
    />
  )
}

function isAddress(text: string): boolean {
  return /^0x[0-9a-fA-F]{40}$/.test(text)
}
