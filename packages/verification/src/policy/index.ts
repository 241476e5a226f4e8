export {
  assumedCosts,
  type Cheat,
  type CheckCosts,
  costShare,
  segmentsToFind,
} from './arithmetic.ts'
export { type Draw, drawOf, type SegmentAtOrchestrator } from './draw.ts'
export { assertPolicy, defaultPolicy, type PolicyOptions } from './options.ts'
export { afterCheck, type CheckOutcome, checkDepth, checkRate, newcomer, type Standing } from './standing.ts'
