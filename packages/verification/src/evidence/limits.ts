/** Form of the statement and of the file around it; a change of either is another version. */
export const evidenceVersion = 1
/** Longest encoded statement: sixteen profiles, their reasons and scores take a third of it. */
export const maxStatementBytes = 1 << 17
/** Longest file. Segments of two seconds with all renditions have a few megabytes. */
export const maxEvidenceBytes = 1 << 28
/** Most renditions, as in an order. */
export const maxRenditions = 16
export const maxReasons = 128
export const maxScores = 512
/** Longest code of a reason or name of a score, in characters. */
export const maxNameLength = 64
/** Longest sentence of a reason, in bytes. */
export const maxMessageBytes = 512
/** Longest id of a session, in bytes. */
export const maxSessionIdBytes = 256
/** Longest signature of an authorisation, which contracts make as long as they like. */
export const maxAuthorizationBytes = 2_048
