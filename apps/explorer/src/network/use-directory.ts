import { type Directory, directoryOf } from './directory.ts'
import { useStatus } from './use-status.ts'

/** Colour and region of the gateway's orchestrators: the same colour for the same one on every part of the page. */
export function useDirectory(): Directory {
  const { status } = useStatus()
  return directoryOf(status?.orchestrators)
}
