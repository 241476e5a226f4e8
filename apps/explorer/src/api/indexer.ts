import { type Exact, exactAnswerOf, type IndexerPaths, indexerClient } from '@millrace/client/indexer'

/** What answers under a path, as JSON. */
interface Answering {
  readonly get: {
    readonly parameters: { readonly query?: unknown; readonly path?: unknown }
    readonly responses: { readonly 200: { readonly content: { readonly 'application/json': unknown } } }
  }
}

/** Paths of the indexer's API that answer in JSON. */
export type AnswerPath = {
  [Path in keyof IndexerPaths]: IndexerPaths[Path] extends Answering ? Path : never
}[keyof IndexerPaths]

type Get<Path extends AnswerPath> = IndexerPaths[Path] extends Answering ? IndexerPaths[Path]['get'] : never

/** What a path answers, with exact amounts. */
export type AnswerOf<Path extends AnswerPath> = Exact<
  Get<Path>['responses'][200]['content']['application/json']
>

/** Parameters of a path, in it and after it. */
export interface ParametersOf<Path extends AnswerPath> {
  readonly path?: Get<Path>['parameters']['path']
  readonly query?: Get<Path>['parameters']['query']
}

/** Paths that answer page by page. */
export type ListPath = {
  [Path in AnswerPath]: AnswerOf<Path> extends { readonly items: readonly unknown[]; readonly next?: string }
    ? Get<Path>['parameters']['query'] extends { cursor?: string } | undefined
      ? Path
      : never
    : never
}[AnswerPath]

type QueryOf<Path extends ListPath> = NonNullable<Get<Path>['parameters']['query']>

/** Parameters of a list; orders and filters come from the page's address, so the indexer says whether they fit. */
export interface ListParametersOf<Path extends ListPath> {
  readonly path?: Get<Path>['parameters']['path']
  readonly query?: {
    readonly [Name in Exclude<keyof QueryOf<Path>, 'cursor' | 'format'>]?: string | number | undefined
  }
}

/** A row of a list. */
export type RowOf<Path extends ListPath> =
  AnswerOf<Path> extends { readonly items: readonly (infer Row)[] } ? Row : never

/** The indexer that serves these pages. */
const indexer = indexerClient({ url: window.location.origin })

/** Below this key is all that may change when the indexer has read another block. */
export const indexerKey = ['indexer'] as const

/** @throws {IndexerAnswerError | IndexerUnreachableError} */
export function ask<Path extends AnswerPath>(
  path: Path,
  { path: inPath, query }: ParametersOf<Path>,
  signal: AbortSignal,
): Promise<AnswerOf<Path>> {
  const params = { path: inPath, query }
  return exactAnswerOf(indexer.GET(path as never, { params, signal } as never)) as Promise<AnswerOf<Path>>
}

/** Where all rows of a list can be had as CSV. */
export function csvUrl(path: ListPath, query: object = {}): string {
  const parameters = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)]],
  )
  return `${path}?${new URLSearchParams([...parameters, ['format', 'csv']])}`
}
