import { useMemo } from 'react'
import { colorAt, unknownColor } from '../format/colors.ts'
import { type OrchestratorFacts, useOrchestrators } from './chain-facts.ts'
import { useStatus } from './use-status.ts'

export interface DirectoryEntry {
  readonly color: string
  readonly region: string | undefined
  readonly facts: OrchestratorFacts
}

/** Colour and region of orchestrators by lower-case address: the same colour for the same one on every part of the page. */
export function useDirectory(): (address: string) => DirectoryEntry | undefined {
  const { data } = useOrchestrators()
  const { status } = useStatus()
  return useMemo(() => {
    const regions = new Map(
      status?.orchestrators.map(({ address, region }) => [address.toLowerCase(), region]),
    )
    const entries = new Map(
      data?.map((facts, index) => {
        const key = facts.address.toLowerCase()
        return [key, { color: colorAt(index), region: regions.get(key), facts }] as const
      }),
    )
    return (address) => entries.get(address.toLowerCase())
  }, [data, status?.orchestrators])
}

export function colorOf(entry: DirectoryEntry | undefined): string {
  return entry?.color ?? unknownColor
}
