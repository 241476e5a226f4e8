export type {
  BrokerParams,
  BrokerReads,
  SenderFloat,
  SenderInfo,
  TicketStruct,
  WinningTicket,
} from './broker/broker.ts'
export { BrokerActions } from './broker/broker-actions.ts'
export {
  type BlockHeader,
  type BlockNumberKind,
  type BlockNumberSource,
  blockNumberKind,
} from './client/block-number-source.ts'
export { type Chain, type ConnectOptions, connectChain } from './client/connect.ts'
export type { ChainAddresses, ContractName, Contracts } from './client/contracts.ts'
export { AveragedGasPrice, type GasPriceOptions } from './client/gas-price.ts'
export {
  ContractRevertError,
  ControllerMissingError,
  GasPriceTooHighError,
  InsufficientBalanceError,
  KeystoreExistsError,
  KeystoreFormatError,
  KeystorePasswordError,
  L1BlockNumberMissingError,
  NoContractError,
  PasswordFileError,
  RegistryEntryMissingError,
  RpcUnreachableError,
  RpcUrlError,
  SenderBusyError,
  SenderClosedError,
  TransactionDisplacedError,
  TransactionTimeoutError,
  WrongChainError,
} from './errors.ts'
export type { KeystoreCost } from './keys/keystore.ts'
export {
  accountFromKeystore,
  accountFromPrivateKey,
  createKeystore,
  type KeystoreOptions,
  openOrCreateKeystore,
  type UnlockedAccount,
} from './keys/keystore-account.ts'
export { rewardWei } from './maths/reward.ts'
export {
  RewardService,
  type RewardServiceDependencies,
  type RewardServiceOptions,
} from './rounds/reward-service.ts'
export { RoundActions } from './rounds/round-actions.ts'
export { roundAt } from './rounds/round-at.ts'
export {
  type BlockEvents,
  RoundInitializer,
  type RoundInitializerDependencies,
  type RoundInitializerOptions,
} from './rounds/round-initializer.ts'
export type { RoundInfo, RoundReads, TicketRound } from './rounds/rounds.ts'
export { poolHints } from './staking/pool-hints.ts'
export type {
  DelegatorState,
  OrchestratorState,
  PoolEntry,
  PoolHints,
  StakingReads,
} from './staking/staking.ts'
export { type Cuts, StakingActions } from './staking/staking-actions.ts'
export { type Actions, createActions } from './tx/actions.ts'
export { contractCall } from './tx/call.ts'
export {
  type TransactionSender,
  type TxRequest,
  TxSender,
  type TxSenderDependencies,
  type TxSenderOptions,
} from './tx/tx-sender.ts'
export { ChainWatcher, type WatcherEvents, type WatcherOptions } from './watch/chain-watcher.ts'
export type { EventPlace, ProtocolEvent } from './watch/protocol-event.ts'
