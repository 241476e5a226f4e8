/** A block and when this page saw it come. */
export interface Sighting {
  readonly block: bigint
  /** ms since the Unix epoch. */
  readonly atMs: number
}

const leastSightings = 3

/** @returns seconds from block to block, undefined before enough of them were seen */
export function secondsPerBlock(seen: readonly Sighting[]): number | undefined {
  const first = seen[0]
  const last = seen.at(-1)
  if (!first || !last || seen.length < leastSightings || last.block <= first.block) return undefined
  return (last.atMs - first.atMs) / 1_000 / Number(last.block - first.block)
}

/** @param rounds the newest first, with the time of their beginning in ms */
export function secondsPerBlockOf(
  rounds: readonly { readonly round: number; readonly time: number }[],
  roundLength: number,
): number | undefined {
  const [newest, oldest] = [rounds[0], rounds.at(-1)]
  if (!newest || !oldest || newest.round <= oldest.round || roundLength === 0) return undefined
  return (newest.time - oldest.time) / 1_000 / (newest.round - oldest.round) / roundLength
}
