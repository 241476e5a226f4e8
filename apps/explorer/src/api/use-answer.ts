import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { sentenceOf } from '../format/errors.ts'
import { type AnswerOf, type AnswerPath, ask, indexerKey, type ParametersOf } from './indexer.ts'
import { isWorthAnotherTry, retryDelayMs } from './retry.ts'

/** A fact of the indexer: the last that was heard, or why there is none. */
export interface Fact<T> {
  readonly data: T | undefined
  /** Why there is no data; undefined while it is on its way, and as long as an older answer stands. */
  readonly problem: string | undefined
  /** The indexer knows no such thing. */
  readonly isUnknown: boolean
}

interface AnswerOptions {
  readonly enabled?: boolean
  /** The last fact stays while one with other parameters is read. */
  readonly keepsPrevious?: boolean
}

/** A fact of the indexer, asked for anew whenever the indexer has read another block; the last one stays meanwhile. */
export function useAnswer<Path extends AnswerPath>(
  path: Path,
  parameters: ParametersOf<Path> = {},
  { enabled = true, keepsPrevious = false }: AnswerOptions = {},
): Fact<AnswerOf<Path>> {
  const { data, failureReason, error } = useQuery({
    queryKey: [...indexerKey, path, parameters],
    queryFn: ({ signal }) => ask(path, parameters, signal),
    enabled,
    staleTime: Number.POSITIVE_INFINITY,
    retry: (_count, reason) => isWorthAnotherTry(reason),
    retryDelay: retryDelayMs,
    ...(keepsPrevious ? { placeholderData: keepPreviousData } : {}),
  })
  const reason = error ?? failureReason
  return {
    data: data as AnswerOf<Path> | undefined,
    problem: data === undefined && reason !== null ? sentenceOf(reason) : undefined,
    isUnknown: data === undefined && isUnknownTo(reason),
  }
}

function isUnknownTo(reason: unknown): boolean {
  return reason !== null && (reason as { readonly status?: unknown }).status === 404
}
