export { describeIndexer } from './api/describe-indexer.ts'
export { type CheckedAddresses, compare, type Mismatch } from './check/contract-state.ts'
export { ledgerProbes } from './check/probes.ts'
export { type IndexerConfigInput, indexerConfigSchema } from './config.ts'
export {
  BlockGoneError,
  ChainAnswerError,
  FirstBlockUnknownError,
  OtherDeploymentError,
  ReorgTooDeepError,
} from './errors.ts'
export { Indexer, type IndexerDependencies, type IndexerEvents } from './indexer.ts'
export { BrowserRpcUrlError } from './pages/description.ts'
export { PagesMissingError } from './pages/pages.ts'
