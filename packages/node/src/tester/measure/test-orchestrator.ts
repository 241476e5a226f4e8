import type { Logger } from '@millrace/common'
import type { FileSegment, PictureSize } from '@millrace/media'
import type { MediaWorker } from '@millrace/verification/looking'
import type { KnownOrchestrator } from '../../ordering/orchestrator-source.ts'
import { judgeFailure } from './judge-failure.ts'
import { lookAtResult } from './look-at-result.ts'
import type { Failure, SegmentResult } from './segment-result.ts'
import { type MeasuredSegment, type TestDependencies, type TestOptions, TestSession } from './test-session.ts'

export interface OrchestratorTestOptions extends TestOptions {
  /** What is sent. */
  readonly clip: readonly FileSegment[]
  readonly sourceSize: PictureSize
  readonly verification: 'off' | 'quick' | 'thorough'
  readonly verifyTimeoutMs: number
}

export interface OrchestratorTestDependencies extends TestDependencies {
  readonly worker: MediaWorker
  /** From 0 to 1. */
  readonly random: () => number
  readonly log: Logger
}

/**
 * Sends a test stream to one orchestrator, segment by segment, and looks closely at one of the results, which it cannot
 * know ahead.
 * @returns a result for each segment, those that could not even be sent included.
 * @throws {NotMeasuredError} when nothing can be said of it.
 */
export async function testOrchestrator(
  orchestrator: KnownOrchestrator,
  options: OrchestratorTestOptions,
  deps: OrchestratorTestDependencies,
): Promise<readonly SegmentResult[]> {
  const session = await TestSession.open(orchestrator, options, deps).catch((error: unknown) =>
    judgeFailure(error),
  )
  if (!(session instanceof TestSession)) return allFailed(options, session, deps.clock.nowMs())
  const measured: MeasuredSegment[] = []
  try {
    for (const [seqNo, segment] of options.clip.entries()) measured.push(await session.send(seqNo, segment))
  } finally {
    void session.end()
  }
  return lookAtOne(measured, options, deps)
}

async function lookAtOne(
  measured: readonly MeasuredSegment[],
  { clip, verification, verifyTimeoutMs: timeoutMs, profiles, sourceSize }: OrchestratorTestOptions,
  deps: OrchestratorTestDependencies,
): Promise<readonly SegmentResult[]> {
  const came = measured.filter(({ files }) => files.length > 0)
  const drawn = came[Math.floor(deps.random() * came.length)]
  const source = drawn && clip[drawn.result.seqNo]
  if (verification === 'off' || !drawn || !source) return measured.map(({ result }) => result)
  const look = { profiles, sourceSize, phase: deps.random(), depth: verification, timeoutMs }
  const looked = await lookAtResult(drawn, source, look, deps)
  return measured.map(({ result }) => (result === drawn.result ? looked : result))
}

function allFailed(
  { clip, profiles }: OrchestratorTestOptions,
  failure: Failure,
  atMs: number,
): readonly SegmentResult[] {
  const [roundTripMs, advertised, asked, honesty] = [undefined, undefined, undefined, undefined]
  const nothing = { claimedPixels: undefined, countedPixels: undefined, verdict: undefined, reasons: [] }
  const renditions = profiles.map(({ name: profile }) => ({ profile, ...nothing }))
  return clip.map(({ durationMs }, seqNo) => ({
    ...{ seqNo, atMs, durationMs, roundTripMs, failure, advertised, asked, honesty, paidWei: 0n, renditions },
  }))
}
