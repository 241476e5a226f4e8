export { inflationDivisor, percOf, percOfFraction, preciseDivisor } from './perc.ts'
export { type PoolEntry, type PoolHints, poolAfter, poolHints, type StakeChange } from './pool.ts'
export { PoolWalk } from './pool-walk.ts'
export { rewardWei } from './reward.ts'
