import { price, wei } from '@millrace/daemon'
import { type Profile, parseRenditions, presetNamed } from '@millrace/media'
import { createPrice } from '@millrace/payments'
import { z } from 'zod'
import { ConfigurationMismatchError, TranscodeConfigurationError } from '../errors.ts'
import { checkLadder } from '../ladder.ts'
import { lowestLimits } from '../streams/spending-limits.ts'
import { isStreamId } from '../streams/stream-keys.ts'
import type { StreamOrder } from '../streams/stream-order.ts'

const maxRenditions = 16
const name = z.string().max(256).nullish()
const store = z.string().max(2_048).nullish()

/** As auth webhooks answer it and pushers send it. Services of the live network send keys that are not known here. */
const configurationSchema = z.object({
  manifestID: name,
  streamID: name,
  sessionID: name,
  presets: z.array(z.string().max(128)).max(maxRenditions).nullish(),
  profiles: z.array(z.unknown()).max(maxRenditions).nullish(),
  objectStore: store,
  recordObjectStore: store,
  previousSessions: z.array(z.string().refine(isStreamId, 'is no name of a stream')).max(100).nullish(),
  timeoutMultiplier: z.number().min(0).max(10).nullish(),
  forceSessionReinit: z.boolean().nullish(),
  maxPricePerPixel: price.nullish(),
  dailySpendCapWei: wei.nullish(),
})

export interface TranscodeConfiguration {
  /** The name that the stream is to have. */
  readonly streamId: string | undefined
  readonly order: StreamOrder
}

/**
 * Reads what is wanted of a stream, from its JSON.
 * @throws {TranscodeConfigurationError} naming what does not fit.
 */
export function readTranscodeConfiguration(text: string): TranscodeConfiguration {
  const parsed = configurationSchema.safeParse(parseJson(text))
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw new TranscodeConfigurationError({ problem: `${issue?.path.join('.')} ${issue?.message}` })
  }
  const json = parsed.data
  const streamId = json.manifestID || undefined
  if (streamId !== undefined && !isStreamId(streamId)) {
    throw new TranscodeConfigurationError({ problem: 'manifestID is no name that a stream can have' })
  }
  const limits = {
    maxPrice: json.maxPricePerPixel
      ? createPrice(json.maxPricePerPixel.wei, json.maxPricePerPixel.pixels)
      : undefined,
    dailyCapWei: json.dailySpendCapWei ?? undefined,
  }
  return {
    streamId,
    order: {
      profiles: readProfiles(json),
      timeoutMultiplier: json.timeoutMultiplier ?? undefined,
      mustReinitialise: json.forceSessionReinit ?? undefined,
      objectStore: json.objectStore || undefined,
      recordStore: json.recordObjectStore || undefined,
      previousSessions: json.previousSessions ?? undefined,
      externalStreamId: json.streamID || undefined,
      externalSessionId: json.sessionID || undefined,
      limits,
    },
  }
}

/** Presets first, as on the live network; undefined when neither is named. */
function readProfiles({
  presets,
  profiles,
}: Pick<z.output<typeof configurationSchema>, 'presets' | 'profiles'>): readonly Profile[] | undefined {
  if (!presets?.length && !profiles) return undefined
  try {
    const ladder = [...(presets ?? []).map(presetNamed), ...parseRenditions(profiles ?? [])]
    checkLadder(ladder)
    return ladder
  } catch (cause) {
    throw new TranscodeConfigurationError({
      problem: cause instanceof Error ? cause.message : String(cause),
      cause,
    })
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new TranscodeConfigurationError({ problem: 'it is no JSON', cause })
  }
}

/**
 * What a pusher orders goes before what the webhook says, within it: renditions must be the same when both name them,
 * stores are for the webhook alone to name, and the lower limits hold.
 * @throws {ConfigurationMismatchError} when they differ.
 */
export function mergeOrders(pushed: StreamOrder, allowed: StreamOrder): StreamOrder {
  if (pushed.profiles && allowed.profiles && !isSameLadder(pushed.profiles, allowed.profiles)) {
    throw new ConfigurationMismatchError({ what: 'profiles' })
  }
  for (const [what, key] of [
    ['objectStore', 'objectStore'],
    ['recordObjectStore', 'recordStore'],
  ] as const) {
    if (pushed[key] !== undefined && pushed[key] !== allowed[key])
      throw new ConfigurationMismatchError({ what })
  }
  const given = Object.fromEntries(Object.entries(pushed).filter(([, value]) => value !== undefined))
  const { objectStore, recordStore } = allowed
  return {
    ...allowed,
    ...given,
    objectStore,
    recordStore,
    limits: lowestLimits(pushed.limits, allowed.limits),
  }
}

/** By what they are, in any order. */
function isSameLadder(one: readonly Profile[], other: readonly Profile[]): boolean {
  const described = (ladder: readonly Profile[]) => ladder.map((profile) => JSON.stringify(profile)).sort()
  return described(one).join() === described(other).join()
}
