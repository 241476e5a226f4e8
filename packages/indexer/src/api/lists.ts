import { delegatorLists } from './delegator-lists.ts'
import type { ListDefinition } from './list.ts'
import { networkLists } from './network-lists.ts'
import { orchestratorLists } from './orchestrator-lists.ts'
import { paymentLists } from './payment-lists.ts'
import { seriesLists } from './series-lists.ts'
import type { Usage } from './usage.ts'

/** Every list that is served. */
export function allLists(usage: Usage): readonly ListDefinition[] {
  return [...orchestratorLists, ...delegatorLists, ...seriesLists(usage), ...paymentLists, ...networkLists]
}
