/** Longest source segment, rendition or fetched body. */
export const maxSegmentBytes = 300_000_000
/**
 * Encoded pixels a second of one session, where nodes of the network count capacity in sessions: the four usual
 * renditions, 240p to 720p, at 30 frames a second.
 */
export const pixelsPerSecondOfSession = 30 * (426 * 240 + 640 * 360 + 854 * 480 + 1280 * 720)
/** Longest segment that an orchestrator takes. */
export const maxSegmentDurationMs = 300_000
/** What a duration of 0 is taken for. */
export const assumedSegmentDurationMs = 2_000
/** Longest life of an authorisation token. */
export const authTokenLifetimeMs = 30 * 60_000
/** Most renditions in one order. */
export const maxProfiles = 16
/** Longest name of a profile, in UTF-16 units. */
export const maxProfileNameLength = 128
/** Longest manifest id. */
export const maxManifestIdBytes = 256
/** Most tickets in one payment; a recipient keeps no more nonces than this for one random number. */
export const maxTicketsPerPayment = 600
/** Room for 600 tickets in base64 (about 60 KB) many times over; the live network takes about as much. */
export const maxHeaderBytes = 1 << 20
/** Longest text of the segment header; a real one has a few hundred bytes. */
export const maxSegmentHeaderLength = 1 << 16
/** Longest serialised gRPC message or segment result that either side reads. */
export const maxMessageBytes = 1 << 20
/** Longest address of a service or a result. */
export const maxUriLength = 2_048
/** Longest reason that a transcoder gives for a task that failed. */
export const maxFailureTextBytes = 4_096
/** A probe of the line's speed, each way. */
export const bandwidthProbeBytes = 2 << 20
