export { generatedAvatar, generatedAvatarUrl } from './avatar.ts'
export { type LinkConsent, linkConsentTypedData, renderConsent } from './consent.ts'
export { type NamedAccount, NameIndex } from './name-index.ts'
export { dnsProofName, githubProofUrl, proofLine, provesAccount } from './proof.ts'
export {
  type KnownKey,
  knownKeys,
  type ProfileKey,
  recordLimits,
  recordProblem,
  type TextRecord,
} from './records.ts'
export { safeText } from './safe-text.ts'
export type { SafeUrl } from './safe-url.ts'
export { type ShownContact, type ShownProfile, showProfile } from './show-profile.ts'
export { nameSkeleton } from './skeleton.ts'
