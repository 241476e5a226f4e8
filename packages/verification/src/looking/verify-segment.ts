import {
  type LookedAtRendition,
  type LookJob,
  type LookResult,
  type PictureSize,
  PoisonSegmentError,
  type Profile,
  type RenditionToLookAt,
  renditionSize,
  type SoftwareEncoding,
  type TranscodeJob,
  type TranscodeResult,
} from '@millrace/media'
import type { MediaFacts, VideoSamples } from '@millrace/media/samples'
import type { Reason, ReasonCode } from '../reason.ts'
import { type Depth, type Verdict, verifyRendition } from '../verify.ts'
import { orderOf } from './order-of.ts'
import { ReferenceBatch } from './reference-batch.ts'

/**
 * Of reference transcodes: what costs least, makes the least of a bitrate and never exceeds it, so that no honest encoder is
 * worse by much.
 */
export const referenceEncoding: SoftwareEncoding = { preset: 'ultrafast', isCapped: true }

/** Who decodes and transcodes, in a process of its own: a `TranscoderPool` is one. */
export interface MediaWorker {
  look(job: LookJob): Promise<LookResult>
  transcode(job: TranscodeJob): Promise<TranscodeResult>
}

export interface RenditionToVerify {
  readonly profile: Profile
  readonly bytes: Uint8Array
  /** Whether the orchestrator's signature is of these bytes. */
  readonly isSigned: boolean
  /** Frames × width × height as the orchestrator says it is to be paid for. */
  readonly claimedPixels: bigint | undefined
}

export interface SegmentToVerify {
  /** MPEG-TS, as it was sent. */
  readonly source: Uint8Array
  /** Of the source's pictures as they are shown. */
  readonly sourceSize: PictureSize
  readonly renditions: readonly RenditionToVerify[]
  /** At random from 0 to 1: which frames are looked at closely. */
  readonly phase: number
  readonly depth: Depth
  /** Of each step: looking, and each reference. */
  readonly timeoutMs: number
  readonly signal?: AbortSignal
}

/**
 * Verifies renditions of one segment, decoding the source once for all of them.
 * @returns a verdict for each, in their order.
 * @throws what the worker throws where no rendition is at fault: for a source that is no video, a full queue, a time-out.
 */
export async function verifySegment(
  segment: SegmentToVerify,
  worker: MediaWorker,
): Promise<readonly Verdict[]> {
  const { renditions } = segment
  const readable = renditions.filter(({ isSigned }) => isSigned)
  const looks = await lookAtAll(segment, readable, worker)
  const references = new ReferenceBatch<RenditionToVerify>(renditions.length, (askers) =>
    referencesOf(segment, askers, worker),
  )
  return Promise.all(
    renditions.map(async (rendition) => {
      let hasAsked = false
      const reference = () => {
        hasAsked = true
        return references.ask(rendition)
      }
      try {
        const look = looks.renditions[readable.indexOf(rendition)]
        return await verdictOf({ rendition, look, source: looks.source, reference }, segment)
      } finally {
        if (!hasAsked) references.pass()
      }
    }),
  )
}

interface LookedAt {
  readonly rendition: RenditionToVerify
  readonly look: LookedAtRendition | undefined
  readonly source: MediaFacts | undefined
  readonly reference: () => Promise<VideoSamples>
}

async function verdictOf(
  { rendition, look, source, reference }: LookedAt,
  { sourceSize, depth }: SegmentToVerify,
): Promise<Verdict> {
  if (!rendition.isSigned) return badFor('NOT_SIGNED', 'The signature is not of these bytes.')
  if (!look || !source) throw new Error('Something was looked at, and its look is missing.')
  if (look.type === 'refused') return badFor('UNREADABLE', `It cannot be looked at: ${look.reason}.`)
  const facts = { source, order: orderOf(rendition.profile, sourceSize), rendition: look.facts }
  const looker = {
    facts: async () => ({ ...rendition, ...facts }),
    samples: async () => ({ source: look.source ?? none, rendition: look.samples }),
    reference,
  }
  return verifyRendition(looker, depth)
}

interface Looks {
  readonly source: MediaFacts | undefined
  readonly renditions: readonly LookedAtRendition[]
}

const none: VideoSamples = { thumbs: [], stills: [], details: [], sizeBytes: 0 }

async function lookAtAll(
  segment: SegmentToVerify,
  renditions: readonly RenditionToVerify[],
  worker: MediaWorker,
): Promise<Looks> {
  try {
    return await worker.look(lookJob(segment, renditions))
  } catch (error) {
    if (!(error instanceof PoisonSegmentError) || renditions.length === 0) throw error
  }
  return lookOneByOne(segment, renditions, worker)
}

/** One of them ended the process: whose fault it is shows when each is looked at by itself, the source first. */
async function lookOneByOne(
  segment: SegmentToVerify,
  renditions: readonly RenditionToVerify[],
  worker: MediaWorker,
): Promise<Looks> {
  const { source } = await worker.look(lookJob(segment, []))
  const looks: LookedAtRendition[] = []
  for (const rendition of renditions) {
    const look = await worker.look(lookJob(segment, [rendition])).catch((error: unknown) => {
      if (!(error instanceof PoisonSegmentError)) throw error
      return { renditions: [{ type: 'refused', code: 'UNREADABLE_SEGMENT', reason: poison }] as const }
    })
    looks.push(...look.renditions)
  }
  return { source, renditions: looks }
}

const poison = 'decoding it ended the process that did'

function lookJob(segment: SegmentToVerify, renditions: readonly RenditionToVerify[]): LookJob {
  const { source, sourceSize, phase, timeoutMs, signal } = segment
  return {
    ...{ source, phase, timeoutMs },
    ...(signal && { signal }),
    renditions: renditions.map(({ bytes, profile }) => toLookAt(bytes, profile, sourceSize)),
  }
}

function toLookAt(bytes: Uint8Array, profile: Profile, sourceSize: PictureSize): RenditionToLookAt {
  return { bytes, format: profile.format, ...renditionSize(profile, sourceSize) }
}

async function referencesOf(
  { source, sourceSize, phase, timeoutMs, signal }: SegmentToVerify,
  ordered: readonly RenditionToVerify[],
  worker: MediaWorker,
): Promise<readonly VideoSamples[]> {
  const limits = { timeoutMs, ...(signal && { signal }) }
  // Several results may be of one order: they share its reference.
  const profiles = [...new Set(ordered.map(({ profile }) => profile))]
  const made = await worker.transcode({ source, profiles, encoding: referenceEncoding, ...limits })
  const renditions = made.renditions.map(({ bytes, profile }) => toLookAt(bytes, profile, sourceSize))
  const looked = await worker.look({ renditions, phase, ...limits })
  return ordered.map(({ profile }) => {
    const look = looked.renditions[profiles.indexOf(profile)]
    if (look?.type !== 'looked') throw new Error('The reference cannot be looked at.')
    return look.samples
  })
}

function badFor(code: ReasonCode, message: string): Verdict {
  const reason: Reason = { code, severity: 'bad', message }
  return { outcome: 'bad', reasons: [reason], scores: undefined, usedReference: false, wasDoubtful: false }
}
