export type { PeerFacts } from './client/dial.ts'
export {
  type CallOptions,
  OrchestratorClient,
  type OrchestratorClientDependencies,
  type OrchestratorClientOptions,
  type RenditionDownload,
} from './client/orchestrator-client.ts'
export { type SegmentCall, type SegmentOutcome, segmentTimeouts } from './client/segment-call.ts'
export { createSourceFetcher, type SourceFetcherOptions } from './client/source-fetcher.ts'
export {
  BadReplyError,
  BodyTimeoutError,
  CallAbortedError,
  CallRefusedError,
  CallTimeoutError,
  ConnectFailedError,
  ConnectionBrokenError,
  DownloadError,
  HeaderTimeoutError,
  OrchestratorClientError,
  PeerRefusedError,
  RemoteTranscodeError,
  SegmentStatusError,
} from './client-errors.ts'
export {
  AuthTokens,
  type AuthTokensDependencies,
  type AuthTokensOptions,
  authTokenMac,
} from './codec/auth-token.ts'
export {
  Capability,
  type CapabilityOptions,
  createCapabilities,
  defaultCapabilities,
  findIncompatibility,
  fromBitstring,
  type JobFacts,
  jobCapabilities,
  protocolVersion,
  toBitstring,
} from './codec/capabilities.ts'
export {
  decodePaymentHeader,
  decodeSegmentHeader,
  encodePaymentHeader,
  encodeSegmentHeader,
} from './codec/headers.ts'
export {
  addressDigest,
  createOrchestratorRequest,
  verifyOrchestratorRequest,
} from './codec/orchestrator-request.ts'
export {
  createOrchestratorInfo,
  decodeTerms,
  encodeTerms,
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
  type TranscodedRendition,
} from './codec/transcode-data.ts'
export {
  AuthTokenError,
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
  TranscodeRefusedError,
  WireFormatError,
} from './errors.ts'
export {
  type AuthToken,
  AuthTokenSchema,
  type Capabilities,
  CapabilitiesSchema,
  type EndTranscodingSessionRequest,
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
} from './generated/net/orchestrator_pb.ts'
export { createSelfSignedCertificate, type ServerCertificate } from './server/certificate.ts'
export type {
  AcceptedSegment,
  CallContext,
  OrchestratorHandlers,
  SegmentRequest,
  SourceFetcher,
} from './server/handlers.ts'
export { defaultServerLimits, type OrchestratorServerLimits } from './server/limits.ts'
export {
  OrchestratorServer,
  type OrchestratorServerDependencies,
  type OrchestratorServerOptions,
} from './server/orchestrator-server.ts'
export { type RejectionRow, rejectionReply, rejectionTable } from './server/rejection-table.ts'
