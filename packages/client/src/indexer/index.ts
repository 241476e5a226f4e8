export { IndexerAnswerError, IndexerUnreachableError } from './errors.ts'
export { type Exact, exactAmounts } from './exact-amounts.ts'
export {
  exactAnswerOf,
  type IndexerClient,
  type IndexerClientOptions,
  type IndexerPaths,
  indexerClient,
} from './indexer-client.ts'
