export type {
  BrokerParams,
  BrokerReads,
  SenderFloat,
  SenderInfo,
  TicketStruct,
  WinningTicket,
} from './broker/broker.ts'
export type { BrokerActions } from './broker/broker-actions.ts'
export { redemptionCall } from './broker/redemption-call.ts'
export type {
  BlockNumberKind,
  BlockNumberSource,
} from './client/block-number-source.ts'
export { type Chain, type ConnectOptions, connectChain, connectRpc, type Rpc } from './client/connect.ts'
export type { ChainAddresses, ContractName, Contracts } from './client/contracts.ts'
export type { EndpointHealth } from './client/endpoint.ts'
export { evmChain } from './client/evm-chain.ts'
export {
  AuthorizationFileError,
  ContractRevertError,
  ControllerMissingError,
  EndpointBehindError,
  EndpointsDisagreeError,
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
export { ethUsdFeedOf, type FeedReading, readPriceFeed } from './feed/price-feed.ts'
export {
  readAuthorization,
  renderAuthorization,
  type SignedNodeAuthorization,
} from './identity/authorization-file.ts'
export {
  isNodeAuthorizationSigned,
  isNodeAuthorizationSignedByKey,
  type NodeAuthorization,
  nodeAuthorizationTypedData,
} from './identity/node-authorization.ts'
export {
  RemoteSignerAccountError,
  RemoteSignerAnswerError,
  RemoteSignerMethodError,
  RemoteSignerRefusedError,
  RemoteSignerUnreachableError,
} from './keys/errors.ts'
export { addressInKeystore, decryptKeystore, type KeystoreCost } from './keys/keystore.ts'
export {
  accountFromKeystore,
  accountFromPrivateKey,
  createKeystore,
  type KeystoreOptions,
  type UnlockedAccount,
} from './keys/keystore-account.ts'
export { type KeystoreEntry, keystoreFileName, listKeystores } from './keys/keystore-folder.ts'
export { accountFromRemoteSigner, type RemoteSignerOptions } from './keys/remote-signer.ts'
export { type ConsentFile, readConsent } from './profiles/consent-file.ts'
export { ConsentFileError, IdentityRegistryMissingError } from './profiles/errors.ts'
export {
  type ChainProfile,
  identityRegistryOf,
  readIdentityNonce,
  readProfile,
} from './profiles/profile-reader.ts'
export type { RoundActions } from './rounds/round-actions.ts'
export type { RoundInfo, RoundReads, TicketRound } from './rounds/rounds.ts'
export type {
  DelegatorState,
  OrchestratorState,
  StakingReads,
} from './staking/staking.ts'
export type { StakingActions } from './staking/staking-actions.ts'
export type { Cuts } from './staking/staking-calls.ts'
export { type Actions, createActions } from './tx/actions.ts'
export { contractCall } from './tx/call.ts'
export { decodeFailure, revertError } from './tx/revert.ts'
export { type SignedTransaction, signedTransactionOf } from './tx/signed-transaction.ts'
export {
  type TransactionSender,
  type TxRequest,
  TxSender,
  type TxSenderDependencies,
  type TxSenderOptions,
} from './tx/tx-sender.ts'
