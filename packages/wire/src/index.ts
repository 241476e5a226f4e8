export {
  AuthTokens,
  type AuthTokensDependencies,
  type AuthTokensOptions,
  authTokenMac,
} from './codec/auth-token.ts'
export {
  Capability,
  type CapabilityOptions,
  capacityOf,
  createCapabilities,
  defaultCapabilities,
  findIncompatibility,
  fromBitstring,
  isCompatible,
  isVersionAtLeast,
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
  paymentHeaderName,
  segmentContentType,
  segmentHeaderName,
  uriContentType,
} from './codec/headers.ts'
export {
  addressDigest,
  createOrchestratorRequest,
  offChainAddress,
  verifyOrchestratorRequest,
} from './codec/orchestrator-request.ts'
export { parseRenditionPath, type RenditionAddress, renditionPath } from './codec/rendition-path.ts'
export {
  createSegData,
  flattenSegment,
  profileFingerprints,
  readSegData,
  type SegmentOrder,
  type SegmentOrderInit,
  segmentDigest,
  verifySegmentHash,
  verifySegmentSignature,
} from './codec/segment-order.ts'
export {
  createTranscodeData,
  createTranscodeResult,
  isSignedBy,
  renditionsDigest,
  type TranscodedRendition,
} from './codec/transcode-data.ts'
export { readProfiles, readVideoProfile, toProfileFields, toVideoProfile } from './codec/video-profile.ts'
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
export type { AcceptedSegment, CallContext, OrchestratorHandlers, SegmentRequest } from './server/handlers.ts'
export { type RejectionRow, rejectionReply, rejectionTable } from './server/rejection-table.ts'
