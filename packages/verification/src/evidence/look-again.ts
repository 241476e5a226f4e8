import { hexToBytes } from '@millrace/crypto'
import { probeSegment } from '@millrace/media'
import { type MediaWorker, type RenditionToVerify, verifySegment } from '../looking/index.ts'
import type { Depth, Verdict } from '../verify.ts'
import type { Evidence } from './evidence.ts'

/** What the one who checks evidence finds in its video, whatever the gateway found. */
export type SecondLook =
  | { readonly type: 'looked'; readonly verdicts: readonly Verdict[] }
  | { readonly type: 'failed'; readonly reason: string }

/** Of each step; video that takes longer was made to. */
/** As strict as there is: what is kept for a dispute is worth a transcode. */
const depth: Depth = 'thorough'
const timeoutMs = 60_000

/**
 * Verifies all renditions anew, against the order as the statement has it.
 * @param worker - decodes in a process of its own: the video is a stranger's.
 */
export async function lookAgain(evidence: Evidence, worker: MediaWorker): Promise<SecondLook> {
  const { order } = evidence.statement
  const renditions = renditionsToVerify(evidence)
  if (evidence.source === undefined || renditions === undefined) return failed('video is missing')
  if (order.slice) return failed('only a part of the segment was ordered')
  try {
    const sourceSize = probeSegment(evidence.source).video
    if (!sourceSize) return failed('the source has no picture')
    const phase = phaseOf(evidence)
    const segment = { source: evidence.source, sourceSize, renditions, phase, depth, timeoutMs }
    return { type: 'looked', verdicts: await verifySegment(segment, worker) }
  } catch (error) {
    return failed(error instanceof Error ? error.message : String(error))
  }
}

/** Undefined where some have no bytes or no profile. Who signed is known before, so that is not asked here. */
function renditionsToVerify({ statement, renditions }: Evidence): readonly RenditionToVerify[] | undefined {
  const { profiles } = statement.order
  const found = renditions.flatMap((bytes, index) => {
    const [profile, stated] = [profiles[index], statement.result.renditions[index]]
    return bytes && profile && stated
      ? [{ bytes, profile, isSigned: true, claimedPixels: stated.pixels }]
      : []
  })
  return found.length === profiles.length && found.length === renditions.length ? found : undefined
}

/** The same for everybody, and unknown before there was evidence. */
function phaseOf({ address }: Evidence): number {
  return Buffer.from(hexToBytes(address)).readUIntBE(0, 6) / 2 ** 48
}

function failed(reason: string): SecondLook {
  return { type: 'failed', reason }
}
