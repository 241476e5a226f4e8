import { useQuery } from '@tanstack/react-query'
import { sentenceOf } from '../format/errors.ts'
import { ask, type ListParametersOf, type ListPath, type ParametersOf, type RowOf } from './indexer.ts'
import { isWorthAnotherTry, retryDelayMs } from './retry.ts'

const pageRows = 500
/** No list that is read as a whole is longer; the rest is left out. */
const mostPages = 20
/** What takes several answers is read anew less often than what takes one. */
const refreshMs = 15_000

/** All rows of a list, for pages that sort and filter by what the indexer does not know. */
export function useAll<Path extends ListPath>(
  path: Path,
  { query }: Pick<ListParametersOf<Path>, 'query'> = {},
  { enabled = true }: { readonly enabled?: boolean } = {},
): { readonly rows: readonly RowOf<Path>[] | undefined; readonly problem: string | undefined } {
  const { data, failureReason, error } = useQuery({
    queryKey: ['all', path, query],
    queryFn: ({ signal }) => readAll<Path>(path, query, signal),
    enabled,
    staleTime: refreshMs,
    refetchInterval: refreshMs,
    retry: (_count, reason) => isWorthAnotherTry(reason),
    retryDelay: retryDelayMs,
  })
  const reason = error ?? failureReason
  return { rows: data, problem: data === undefined && reason !== null ? sentenceOf(reason) : undefined }
}

async function readAll<Path extends ListPath>(
  path: Path,
  query: object | undefined,
  signal: AbortSignal,
): Promise<readonly RowOf<Path>[]> {
  const rows: RowOf<Path>[] = []
  let cursor: string | undefined
  for (let page = 0; page < mostPages; page++) {
    const asked = { ...query, limit: pageRows, cursor }
    const { items, next } = (await ask(path, { query: asked } as ParametersOf<Path>, signal)) as {
      readonly items: readonly RowOf<Path>[]
      readonly next?: string
    }
    rows.push(...items)
    cursor = next
    if (cursor === undefined) break
  }
  return rows
}
