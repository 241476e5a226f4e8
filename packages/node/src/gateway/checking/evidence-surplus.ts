import type { KeptEvidence } from '../store/evidence-index.ts'

type Weighed = Pick<KeptEvidence, 'orchestratorId' | 'bytes'>

export interface EvidenceBounds {
  readonly maxFiles: number
  readonly maxBytes: number
}

/**
 * What has to go for the rest to be within bounds: each time the oldest of whoever has most, so that nobody can push
 * evidence against others out by being caught over and over.
 */
export function surplusOf<Kept extends Weighed>(
  oldestFirst: readonly Kept[],
  { maxFiles, maxBytes }: EvidenceBounds,
): readonly Kept[] {
  const left = [...oldestFirst]
  const surplus: Kept[] = []
  let bytes = left.reduce((sum, one) => sum + one.bytes, 0)
  while (left.length > maxFiles || bytes > maxBytes) {
    const [next] = left.splice(indexOfNext(left), 1)
    if (!next) break
    surplus.push(next)
    bytes -= next.bytes
  }
  return surplus
}

function indexOfNext(oldestFirst: readonly Weighed[]): number {
  const counts = new Map<string, number>()
  for (const { orchestratorId } of oldestFirst)
    counts.set(orchestratorId, (counts.get(orchestratorId) ?? 0) + 1)
  const most = Math.max(...counts.values())
  return oldestFirst.findIndex(({ orchestratorId }) => counts.get(orchestratorId) === most)
}
