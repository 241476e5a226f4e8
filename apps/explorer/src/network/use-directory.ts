import { useMemo } from 'react'
import { colorAt, unknownColor } from '../format/colors.ts'
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
  const registered = ledger?.orchestrators
  const seen = status?.orchestrators
  return useMemo(() => {
    const places = new Map(registered?.map((address, index) => [address.toLowerCase(), index]))
    const regions = new Map(seen?.map(({ address, region }) => [address.toLowerCase(), region]))
    return (address) => {
      const key = address?.toLowerCase() ?? ''
      const place = places.get(key)
      return { color: place === undefined ? unknownColor : colorAt(place), region: regions.get(key) }
    }
  }, [registered, seen])
}
