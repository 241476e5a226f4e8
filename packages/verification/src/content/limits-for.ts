import type { RenditionOrder } from '../facts/rendition-order.ts'
import { type ContentLimits, limits } from '../limits.ts'

/** What honest renditions of an order keep to: with few bits each encoder leaves out something else; where none were ordered, the usual. */
export function limitsFor({ bitrateBps }: Pick<RenditionOrder, 'bitrateBps'>): ContentLimits {
  return (bitrateBps ?? Infinity) < limits.leanBelowBps ? limits.lean : limits.usual
}
