export type { PeerFacts } from './client/dial.ts'
export {
  type CallOptions,
  type EndpointProof,
  OrchestratorClient,
  type OrchestratorClientDependencies,
  type OrchestratorClientOptions,
  type RenditionDownload,
} from './client/orchestrator-client.ts'
export { isPublicAddress } from './client/public-address.ts'
export { RedeemerClient, type RedeemerClientOptions } from './client/redeemer-client.ts'
export {
  type RegistrationOptions,
  type RegistrationParts,
  type RegistrationState,
  stayRegistered,
} from './client/registration.ts'
export { ResultUploader, type ResultUploaderOptions, type StoredObject } from './client/result-uploader.ts'
export { type SegmentCall, type SegmentOutcome, segmentTimeouts } from './client/segment-call.ts'
export { createSourceFetcher, type SourceFetcherOptions } from './client/source-fetcher.ts'
export {
  type TaskResult,
  TranscoderClient,
  type TranscoderClientDependencies,
  type TranscoderClientOptions,
  type TranscoderOffer,
} from './client/transcoder-client.ts'
export {
  BadReplyError,
  BandwidthRefusedError,
  BodyTimeoutError,
  CallAbortedError,
  CallRefusedError,
  CallTimeoutError,
  ConnectFailedError,
  ConnectionBrokenError,
  DownloadError,
  HeaderTimeoutError,
  isHopelessResult,
  OrchestratorClientError,
  PeerRefusedError,
  RegistrationRefusedError,
  RemoteTranscodeError,
  ResultRefusedError,
  SegmentStatusError,
  StoreUploadError,
} from './client-errors.ts'
export {
  AuthTokens,
  type AuthTokensDependencies,
  type AuthTokensOptions,
  authTokenMac,
} from './codec/auth-token.ts'
export { decodeUtf8, encodeUtf8 } from './codec/bytes.ts'
export {
  Capability,
  type CapabilityOptions,
  createCapabilities,
  defaultCapabilities,
  findIncompatibility,
  fromBitstring,
  type JobFacts,
  jobCapabilities,
  ownCapabilities,
  protocolVersion,
  toBitstring,
} from './codec/capabilities.ts'
export {
  certificateFingerprint,
  createEndpointChallenge,
  readEndpointChallenge,
} from './codec/endpoint-challenge.ts'
export {
  decodePaymentHeader,
  decodeSegmentHeader,
  encodePaymentHeader,
  encodeSegmentHeader,
} from './codec/headers.ts'
export {
  createStoreGrant,
  readStoreGrant,
  type StoreGrant,
  type StoreGrantFields,
  storeKey,
} from './codec/object-store.ts'
export {
  addressDigest,
  createOrchestratorRequest,
  verifyOrchestratorRequest,
} from './codec/orchestrator-request.ts'
export {
  createOrchestratorInfo,
  decodeTerms,
  encodeTerms,
  type NodeAuthorizationTerms,
  type OrchestratorTerms,
  readOrchestratorInfo,
} from './codec/orchestrator-terms.ts'
export {
  createPayment,
  createPriceInfo,
  type PaymentFields,
  readAddress,
  readPayment,
} from './codec/payment.ts'
export { type RenditionAddress, renditionPath } from './codec/rendition-path.ts'
export {
  createSegData,
  flattenSegment,
  profileFingerprints,
  readSegData,
  type SegmentOrder,
  type SegmentOrderInit,
  segmentDigest,
  verifySegmentSignature,
} from './codec/segment-order.ts'
export {
  createTranscodeData,
  createTranscodeResult,
  isSignedBy,
  renditionsDigest,
  resultDigest,
  type TranscodedRendition,
} from './codec/transcode-data.ts'
export { toTranscodeRefusal } from './codec/transcode-refusal.ts'
export {
  createSessionEndNotice,
  createTaskNotice,
  readNotice,
  type TranscoderNotice,
  type TranscodeTask,
} from './codec/transcode-task.ts'
export { readProfiles, toVideoProfile } from './codec/video-profile.ts'
export {
  AuthTokenError,
  ForeignTicketError,
  IncompatibleCapabilitiesError,
  InsufficientBalanceError,
  OrchestratorCallRefusedError,
  OrchestratorCappedError,
  OrchestratorInfoError,
  PaymentHeaderError,
  PaymentRefusedError,
  ProfileRefusedError,
  type RejectionCode,
  SegmentBodyError,
  SegmentDurationError,
  SegmentHashError,
  SegmentHeaderError,
  SegmentRejectedError,
  SegmentSignatureError,
  ServerListenError,
  SourceFetchError,
  TicketRefusedError,
  TranscodeRefusedError,
  WireFormatError,
} from './errors.ts'
export {
  type AuthToken,
  AuthTokenSchema,
  type Capabilities,
  CapabilitiesSchema,
  type EndTranscodingSessionRequest,
  type NotifySegment,
  type OrchestratorInfo,
  OrchestratorInfoSchema,
  type OrchestratorRequest,
  OrchestratorRequestSchema,
  type OSInfo,
  type Payment,
  PaymentSchema,
  type PriceInfo,
  PriceInfoSchema,
  type SegData,
  SegDataSchema,
  type TicketParams as TicketParamsMessage,
  TicketParamsSchema,
  type TranscodeData,
  TranscodeDataSchema,
  type TranscodeResult,
  TranscodeResultSchema,
  type VideoProfile,
} from './generated/net/orchestrator_pb.ts'
export {
  maxManifestIdBytes,
  maxSegmentBytes,
  maxSegmentDurationMs,
  pixelsPerSecondOfSession,
} from './limits.ts'
export { createSelfSignedCertificate, type ServerCertificate } from './server/certificate.ts'
export { ConnectionCap, type ConnectionCapOptions } from './server/connection-cap.ts'
export type {
  AcceptedSegment,
  CallContext,
  OrchestratorHandlers,
  PingContext,
  SegmentRequest,
  SourceFetcher,
} from './server/handlers.ts'
export { defaultServerLimits, type OrchestratorServerLimits } from './server/limits.ts'
export {
  OrchestratorServer,
  type OrchestratorServerDependencies,
  type OrchestratorServerOptions,
} from './server/orchestrator-server.ts'
export {
  type RedeemerHandlers,
  RedeemerServer,
  type RedeemerServerOptions,
} from './server/redeemer-server.ts'
export { type RejectionRow, rejectionReply, rejectionTable } from './server/rejection-table.ts'
export { sourcePath } from './server/source-route.ts'
export type {
  ResultClaim,
  ResultOutcome,
  TranscoderHandlers,
  TranscoderRegistration,
  TranscoderStream,
  TranscoderStreamEnd,
} from './server/transcoder-handlers.ts'
