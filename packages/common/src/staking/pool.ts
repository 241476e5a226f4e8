/** The addresses here are compared whatever their capitals. */
type Address = `0x${string}`

/** A member of the pool with the stake that puts it at its place: its delegators' and its own. */
export interface PoolEntry {
  readonly address: Address
  readonly stakeWei: bigint
}

/** Neighbours of a pool member after its stake changes; the zero address at an end and for "not in the pool". */
export interface PoolHints {
  readonly prev: Address
  readonly next: Address
}

const zeroAddress: Address = '0x0000000000000000000000000000000000000000'

function isSameAddress(a: Address, b: Address): boolean {
  return a === b || a.toLowerCase() === b.toLowerCase()
}

const outside: PoolHints = { prev: zeroAddress, next: zeroAddress }

export interface StakeChange {
  readonly address: Address
  /** Stake after the change; 0 leaves the pool. */
  readonly stakeWei: bigint
}

/**
 * The neighbours that an orchestrator has once its stake changed, so that the contract need not search its list.
 * The contract places a node before the first one whose stake is not above its own; a full pool drops its last member
 * for a newcomer with strictly more. The zero address stands for an end, and for both when the change leaves the pool.
 * @param pool in its order on chain, largest stake first.
 * @param maxSize of the pool.
 */
export function poolHints(pool: readonly PoolEntry[], change: StakeChange, maxSize: bigint): PoolHints {
  const others = pool.filter(({ address }) => !isSameAddress(address, change.address))
  if (change.stakeWei === 0n) return outside
  const isNewcomer = others.length === pool.length
  const places = isNewcomer && BigInt(pool.length) >= maxSize ? others.slice(0, -1) : others
  const tail = others.at(-1)
  if (places.length < others.length && tail && change.stakeWei <= tail.stakeWei) return outside
  const found = places.findIndex(({ stakeWei }) => stakeWei <= change.stakeWei)
  const at = found === -1 ? places.length : found
  return { prev: places[at - 1]?.address ?? zeroAddress, next: places[at]?.address ?? zeroAddress }
}

/** The pool as it is after a change, in the contract's order, for the hints of a second change in the same call. */
export function poolAfter(
  pool: readonly PoolEntry[],
  change: StakeChange,
  maxSize: bigint,
): readonly PoolEntry[] {
  const others = pool.filter(({ address }) => !isSameAddress(address, change.address))
  if (change.stakeWei === 0n) return others
  const isNewcomer = others.length === pool.length
  const isFull = isNewcomer && BigInt(pool.length) >= maxSize
  const tail = others.at(-1)
  if (isFull && tail && change.stakeWei <= tail.stakeWei) return pool
  const places = isFull ? others.slice(0, -1) : others
  const found = places.findIndex(({ stakeWei }) => stakeWei <= change.stakeWei)
  return places.toSpliced(found === -1 ? places.length : found, 0, change)
}
