import { type PriceUnit, priceUnitOf } from '../format/amounts.ts'
import { useStatus } from './use-status.ts'

/** The unit in which all prices on the page are shown. */
export function usePriceUnit(): PriceUnit {
  const { status } = useStatus()
  return priceUnitOf(status?.orchestrators.flatMap(({ price }) => price ?? []) ?? [])
}
