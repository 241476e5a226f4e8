import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { sentenceOf } from '../format/errors.ts'
import {
  type AnswerOf,
  ask,
  indexerKey,
  type ListParametersOf,
  type ListPath,
  type ParametersOf,
  type RowOf,
} from './indexer.ts'
import { isWorthAnotherTry, retryDelayMs } from './retry.ts'

/** Rows of a list, as many as were asked for so far. */
export interface List<Row> {
  /** Undefined until the first page has come. */
  readonly rows: readonly Row[] | undefined
  readonly problem: string | undefined
  /** Whether there are rows after these. */
  readonly hasMore: boolean
  readonly loadMore: () => void
  readonly isLoadingMore: boolean
}

const pageRows = 100

/** A list of the indexer page by page; sort and filters are part of the query. Rows stay while another order is read. */
export function useList<Path extends ListPath>(
  path: Path,
  { path: inPath, query }: ListParametersOf<Path> = {},
): List<RowOf<Path>> {
  const { data, failureReason, error, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: [...indexerKey, 'list', path, inPath, query],
    queryFn: ({ pageParam, signal }) => {
      const asked = { limit: pageRows, ...query, cursor: pageParam }
      return ask(path, { path: inPath, query: asked } as ParametersOf<Path>, signal)
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: AnswerOf<Path>) => (page as { readonly next?: string }).next,
    staleTime: Number.POSITIVE_INFINITY,
    retry: (_count, reason) => isWorthAnotherTry(reason),
    retryDelay: retryDelayMs,
    placeholderData: keepPreviousData,
  })
  const rows = useMemo(
    () =>
      data?.pages.flatMap(
        (page) => (page as { readonly items: readonly unknown[] }).items as readonly RowOf<Path>[],
      ),
    [data],
  )
  const reason = error ?? failureReason
  return {
    rows,
    problem: data === undefined && reason !== null ? sentenceOf(reason) : undefined,
    hasMore: hasNextPage,
    loadMore: () => {
      if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
    },
    isLoadingMore: isFetchingNextPage,
  }
}
