import { create } from '@bufbuild/protobuf'
import type { Profile, VideoCodec } from '@millrace/media'
import { type Capabilities, CapabilitiesSchema } from '../generated/net/orchestrator_pb.ts'

/** Numbers of the network's capabilities: capability n is bit n % 64 of word n / 64. */
export const Capability = {
  h264: 0,
  mpegts: 1,
  mp4: 2,
  fractionalFramerates: 3,
  storageDirect: 4,
  storageS3: 5,
  storageGcs: 6,
  h264Baseline: 7,
  h264Main: 8,
  h264High: 9,
  h264ConstrainedHigh: 10,
  gop: 11,
  authToken: 12,
  sceneClassification: 13,
  mpeg7VideoSignature: 14,
  hevcDecode: 15,
  hevcEncode: 16,
  vp8Decode: 17,
  vp9Decode: 18,
  vp8Encode: 19,
  vp9Encode: 20,
  h264Decode444Bits8: 21,
  h264Decode422Bits8: 22,
  h264Decode444Bits10: 23,
  h264Decode422Bits10: 24,
  h264Decode420Bits10: 25,
  segmentSlicing: 26,
} as const

/** What the network's software orchestrators offer by default: one word, 0x4005fff. */
export const defaultCapabilities: readonly number[] = [
  ...Array.from({ length: 13 }, (_, capability) => capability),
  Capability.mpeg7VideoSignature,
  Capability.segmentSlicing,
]

/** What this project's nodes do: the default set without perceptual hashes, so that nobody may ask for them. */
export const ownCapabilities: readonly number[] = defaultCapabilities.filter(
  (capability) => capability !== Capability.mpeg7VideoSignature,
)

/** The version of the network's protocol that this package speaks. */
export const protocolVersion = '0.9.1'

/** An orchestrator that names no capabilities at all is taken to have those of the first versions. */
const legacyCapabilities = Array.from({ length: 12 }, (_, capability) => capability)

/** Words that are looked at; the network's highest capability is far below 64 · 16. */
const maxWords = 16

/** @returns little-endian words of 64 bits, without empty words at the end. */
export function toBitstring(capabilities: Iterable<number>): bigint[] {
  const words: bigint[] = []
  for (const capability of capabilities) {
    if (!Number.isInteger(capability) || capability < 0 || capability >= maxWords * 64) {
      throw new RangeError(`There is no capability ${capability}.`)
    }
    const index = Math.floor(capability / 64)
    while (words.length <= index) words.push(0n)
    words[index] = (words[index] ?? 0n) | (1n << BigInt(capability % 64))
  }
  return words
}

/** @returns the numbers of the bits that are set, ascending; words beyond what the network can use are left out. */
export function fromBitstring(words: readonly bigint[]): number[] {
  return words.slice(0, maxWords).flatMap((word, index) =>
    Array.from({ length: 64 }, (_, bit) => bit)
      .filter((bit) => ((word >> BigInt(bit)) & 1n) === 1n)
      .map((bit) => index * 64 + bit),
  )
}

export interface CapabilityOptions {
  readonly capabilities: Iterable<number>
  /** The version of this node, for peers that ask for a lowest one. */
  readonly version?: string
  /** The lowest version that the other side must have. */
  readonly minVersion?: string
}

/** @returns the message for `capabilities`, with a capacity of 1 for each. */
export function createCapabilities({ capabilities, version, minVersion }: CapabilityOptions): Capabilities {
  const numbers = [...new Set(capabilities)].sort((a, b) => a - b)
  return create(CapabilitiesSchema, {
    bitstring: toBitstring(numbers),
    capacities: Object.fromEntries(numbers.map((capability) => [capability, 1])),
    ...(version === undefined ? {} : { version }),
    ...(minVersion === undefined ? {} : { constraints: { minVersion } }),
  })
}

export interface JobFacts {
  /** Codec of the source; undefined when it has no video that is known. */
  readonly sourceCodec: VideoCodec | undefined
  readonly profiles: readonly Profile[]
  /** Whether parts of the segment may be asked for: the order carries segment parameters. */
  readonly isSliced?: boolean
  readonly wantsPerceptualHash?: boolean
  /** Where the gateway wants renditions to be put; undefined leaves them with the orchestrator. */
  readonly storage?: 'direct' | 's3' | 'gcs'
}

const decodeCapability = { h264: 0, h265: 15, vp8: 17, vp9: 18 } as const satisfies Record<VideoCodec, number>
const encodeCapability = { h264: 0, h265: 16, vp8: 19, vp9: 20 } as const satisfies Record<VideoCodec, number>
const storageCapability = { direct: 4, s3: 5, gcs: 6 } as const
const encoderProfileCapability = {
  default: [],
  baseline: [Capability.h264Baseline],
  main: [Capability.h264Main],
  high: [Capability.h264High],
  'constrained-high': [Capability.h264ConstrainedHigh],
} as const satisfies Record<Profile['encoderProfile'], readonly number[]>

/** @returns what an orchestrator must have to do a job, ascending. */
export function jobCapabilities(job: JobFacts): number[] {
  const needed = new Set<number>([Capability.authToken])
  if (job.sourceCodec !== undefined) needed.add(decodeCapability[job.sourceCodec])
  if (job.isSliced) needed.add(Capability.segmentSlicing)
  if (job.wantsPerceptualHash) needed.add(Capability.mpeg7VideoSignature)
  if (job.storage !== undefined) needed.add(storageCapability[job.storage])
  for (const profile of job.profiles) {
    needed.add(profile.format === 'mp4' ? Capability.mp4 : Capability.mpegts)
    needed.add(encodeCapability[profile.codec])
    if (profile.fpsDen > 1) needed.add(Capability.fractionalFramerates)
    if (profile.gopMs !== 0) needed.add(Capability.gop)
    for (const capability of encoderProfileCapability[profile.encoderProfile]) needed.add(capability)
  }
  return [...needed].sort((a, b) => a - b)
}

/**
 * Whether an orchestrator may take a job: its version is not below the job's lowest, what it insists on is in the
 * job, it has the models that the job names, and it has every capability of the job.
 * @returns why not, or undefined.
 */
export function findIncompatibility(
  job: Capabilities | undefined,
  orchestrator: Capabilities | undefined,
): string | undefined {
  if (job === undefined) return undefined
  const minVersion = job.constraints?.minVersion
  if (minVersion && !isVersionAtLeast(orchestrator?.version ?? '', minVersion)) {
    return `version ${orchestrator?.version || 'unknown'} is below ${minVersion}`
  }
  const offered = orchestrator?.bitstring ?? toBitstring(legacyCapabilities)
  if (!isSubset(orchestrator?.mandatories ?? [], job.bitstring)) return 'the job lacks a mandatory capability'
  if (!hasModels(job, orchestrator)) return 'a model is missing'
  if (!isSubset(job.bitstring, offered)) return 'a capability is missing'
  return undefined
}

function isSubset(inner: readonly bigint[], outer: readonly bigint[]): boolean {
  return inner.length <= outer.length && inner.every((word, index) => (word & ~(outer[index] ?? 0n)) === 0n)
}

function hasModels(job: Capabilities, orchestrator: Capabilities | undefined): boolean {
  const offered = orchestrator?.constraints?.PerCapability ?? {}
  return Object.entries(job.constraints?.PerCapability ?? {}).every(([capability, constraints]) =>
    Object.entries(constraints.models).every(([model, wanted]) => {
      const models = offered[Number(capability)]?.models ?? {}
      return Object.hasOwn(models, model) && (models[model]?.warm === true || !wanted.warm)
    }),
  )
}

/**
 * Whether `version` is `minVersion` or above, comparing major, minor and patch only: a suffix such as `-rc1` does not
 * count. A version that cannot be read is below every other.
 */
export function isVersionAtLeast(version: string, minVersion: string): boolean {
  const [actual, wanted] = [parseVersion(version), parseVersion(minVersion)]
  if (actual === undefined || wanted === undefined) return false
  for (const [index, part] of wanted.entries()) {
    const difference = (actual[index] ?? 0) - part
    if (difference !== 0) return difference > 0
  }
  return true
}

function parseVersion(text: string): readonly number[] | undefined {
  const match = /^v?(\d{1,9})\.(\d{1,9})\.(\d{1,9})(?:[-+].*)?$/s.exec(text)
  return match?.slice(1).map(Number)
}
