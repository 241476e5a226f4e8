import { colorsOf, unknownColor } from '../format/colors.ts'
import type { StatusSnapshot } from './status-store.ts'

interface DirectoryEntry {
  readonly color: string
  /** Undefined while it has not said where it is. */
  readonly region: string | undefined
}

export type Directory = (address: string | undefined) => DirectoryEntry

type Seen = NonNullable<StatusSnapshot['status']>['orchestrators'] | undefined

/** The last one: every row of a page asks for it with the same facts, and a hundred rows must not make it a hundred times. */
let made: { readonly seen: Seen; readonly directory: Directory } | undefined

/** @returns the same object for the same facts */
export function directoryOf(seen: Seen): Directory {
  if (made?.seen !== seen || !made) made = { seen, directory: createDirectory(seen) }
  return made.directory
}

function createDirectory(seen: Seen = []): Directory {
  const addresses = seen.map(({ address }) => address.toLowerCase())
  const colors = colorsOf(addresses)
  const regions = new Map(seen.map(({ address, region }) => [address.toLowerCase(), region]))
  return (address) => {
    const key = address?.toLowerCase() ?? ''
    return { color: colors.get(key) ?? unknownColor, region: regions.get(key) }
  }
}
