import type { StatusStream } from '@millrace/client'

/** The stream to show: the one that was asked for, else one that is live, else one that may come back. */
export function chooseStream(
  streams: readonly StatusStream[],
  wanted: string | undefined,
): StatusStream | undefined {
  const open = streams.filter(({ state }) => state !== 'ended')
  return (
    streams.find(({ id }) => id === wanted) ??
    open.find(({ state }) => state === 'live' || state === 'degraded') ??
    open[0]
  )
}

/** What stands over the picture; undefined when the picture says it all. */
export function overlayOf({
  state,
  segmentsIn,
}: Pick<StatusStream, 'state' | 'segmentsIn'>): string | undefined {
  if (state === 'ended') return 'This stream has ended.'
  if (state === 'waiting')
    return segmentsIn === 0 ? 'Waiting for the encoder.' : 'The encoder is away. It goes on when it is back.'
  return segmentsIn === 0 ? 'Waiting for the first segment.' : undefined
}

/** What the viewer should know of the stream, under the picture. */
export function adviceOf(state: StatusStream['state']): string | undefined {
  if (state === 'payment-required')
    return 'Only the source plays: the gateway’s deposit or reserve is too small to pay for renditions.'
  if (state === 'spend-capped') return 'Only the source plays: the stream has spent what it may today.'
  if (state === 'no-orchestrators') return 'Only the source plays: no orchestrator takes the stream now.'
  if (state === 'degraded') return 'Some segments come without their renditions.'
  return undefined
}
