import { colorAt, unknownColor } from '../format/colors.ts'
import type { Ledger } from './ledger.ts'
import type { StatusSnapshot } from './status-store.ts'
import { useLedger } from './use-ledger.ts'
import { useStatus } from './use-status.ts'

interface DirectoryEntry {
  readonly color: string
  /** Undefined while it has not said where it is. */
  readonly region: string | undefined
}

export type Directory = (address: string | undefined) => DirectoryEntry

/** Colour and region of orchestrators: the same colour for the same one on every part of the page. */
export function useDirectory(): Directory {
  const { data: ledger } = useLedger()
  const { status } = useStatus()
  return directoryOf(ledger?.orchestrators, status?.orchestrators)
}

type Registered = Ledger['orchestrators'] | undefined
type Seen = NonNullable<StatusSnapshot['status']>['orchestrators'] | undefined

/** The last one: every row of a page asks for it with the same facts, and a hundred rows must not make it a hundred times. */
let made: { readonly registered: Registered; readonly seen: Seen; readonly directory: Directory } | undefined

/** @returns the same object for the same facts */
export function directoryOf(registered: Registered, seen: Seen): Directory {
  if (!made || made.registered !== registered || made.seen !== seen)
    made = { registered, seen, directory: createDirectory(registered, seen) }
  return made.directory
}

function createDirectory(registered: Registered, seen: Seen): Directory {
  const places = new Map(registered?.map((address, index) => [address.toLowerCase(), index]))
  const regions = new Map(seen?.map(({ address, region }) => [address.toLowerCase(), region]))
  return (address) => {
    const key = address?.toLowerCase() ?? ''
    const place = places.get(key)
    return { color: place === undefined ? unknownColor : colorAt(place), region: regions.get(key) }
  }
}
