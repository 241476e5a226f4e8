/** A link between two accounts of one owner, proven by both; or its end. */
export interface LinkEvent {
  readonly name: string
  readonly args?: unknown
}

/** Who belongs together, by account; an account that is linked with none belongs to itself. */
export type Entities = (address: string) => string

/** @param events of the identity registry, the oldest first */
export function entitiesOf(events: readonly LinkEvent[]): Entities {
  const mains = new Map<string, string>()
  for (const { name, args } of events) {
    const { main, linked } = (args ?? {}) as { readonly main?: unknown; readonly linked?: unknown }
    if (typeof main !== 'string' || typeof linked !== 'string') continue
    if (name === 'AccountsLinked') mains.set(linked.toLowerCase(), main.toLowerCase())
    if (name === 'AccountsUnlinked') mains.delete(linked.toLowerCase())
  }
  return (address) => {
    let owner = address.toLowerCase()
    // Links may form a chain, and hostile ones a ring.
    for (let steps = 0; steps < mains.size; steps++) owner = mains.get(owner) ?? owner
    return owner
  }
}

/** Amounts of each owner, added up. */
export function byEntity(
  holders: readonly { readonly address: string; readonly amountWei: bigint }[],
  entities: Entities,
): readonly bigint[] {
  const sums = new Map<string, bigint>()
  for (const { address, amountWei } of holders) {
    const owner = entities(address)
    sums.set(owner, (sums.get(owner) ?? 0n) + amountWei)
  }
  return [...sums.values()]
}
