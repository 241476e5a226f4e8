import type { StatusStream } from '@millrace/client'
import { useId, useRef } from 'react'
import { Select } from '../../components/select.tsx'
import { formatLatency } from '../../format/time.ts'
import { useNetwork } from '../../network/network-context.tsx'
import { adviceOf, overlayOf } from './choose-stream.ts'
import { type Playback, useHls } from './use-hls.ts'

/** States in which renditions are not offered to new viewers. */
const sourceOnly: readonly StatusStream['state'][] = ['payment-required', 'spend-capped', 'no-orchestrators']

/** One stream: picture, renditions, and how it is. */
export function StreamPlayer({ stream }: { stream: StatusStream }) {
  const { config } = useNetwork()
  const video = useRef<HTMLVideoElement>(null)
  const { state, source, segmentsIn, renditions } = stream
  const isPlayable = segmentsIn > 0 && state !== 'ended'
  const playback = useHls(video, {
    url:
      isPlayable && config.gatewayUrl !== undefined
        ? new URL(stream.playbackPath, config.gatewayUrl).href
        : undefined,
    expectedRenditions: sourceOnly.includes(state) ? 1 : 1 + renditions.length,
  })
  const overlay = overlayOf(stream)
  const advice = playback.problem ?? adviceOf(state)
  return (
    <>
      <div
        className="relative grid max-h-[75dvh] w-full place-items-center overflow-hidden rounded-xl bg-screen"
        style={{ aspectRatio: source ? `${source.widthPx} / ${source.heightPx}` : '16 / 9' }}
      >
        <video
          ref={video}
          data-testid="player"
          aria-label={`Live stream ${stream.id}`}
          muted
          autoPlay
          playsInline
          controls={isPlayable}
          className="absolute inset-0 size-full"
        />
        {overlay !== undefined && (
          <p
            role="status"
            data-testid="player-overlay"
            className="absolute inset-0 grid place-items-center bg-black/60 p-4 text-center font-medium text-white"
          >
            {overlay}
          </p>
        )}
      </div>
      <Controls playback={playback} medianLatencyMs={stream.medianLatencyMs} />
      {advice !== undefined && (
        <p role="status" data-testid="player-advice" className="mt-2 text-warn">
          {advice}
          {stream.reason !== undefined && playback.problem === undefined && (
            <span className="block text-xs break-words text-soft">{stream.reason}</span>
          )}
        </p>
      )}
    </>
  )
}

interface ControlsProps {
  readonly playback: Playback
  readonly medianLatencyMs: number | undefined
}

function Controls({ playback, medianLatencyMs }: ControlsProps) {
  const { renditions, chosen, playing, latencySeconds, choose } = playback
  const pickerId = useId()
  return (
    <div className="mt-3 flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
      <div className="flex items-center gap-2">
        <label htmlFor={pickerId} className="text-soft">
          Rendition
        </label>
        <Select
          id={pickerId}
          data-testid="rendition-picker"
          value={chosen}
          disabled={renditions.length === 0}
          onChange={(event) => choose(Number(event.target.value))}
        >
          <option value={-1}>auto</option>
          {renditions.map(({ index, label }) => (
            <option key={index} value={index}>
              {label}
            </option>
          ))}
        </Select>
      </div>
      <dl className="flex flex-wrap gap-x-5 gap-y-1 text-soft [&_dd]:text-ink [&>div]:flex [&>div]:gap-1.5">
        {playing !== undefined && (
          <div>
            <dt>playing</dt>
            <dd data-testid="playing-rendition">{playing}</dd>
          </div>
        )}
        {latencySeconds !== undefined && (
          <div>
            <dt>behind live</dt>
            <dd>{latencySeconds.toFixed(1)} s</dd>
          </div>
        )}
        {medianLatencyMs !== undefined && (
          <div>
            <dt>transcoded in</dt>
            <dd>{formatLatency(medianLatencyMs)}</dd>
          </div>
        )}
      </dl>
    </div>
  )
}
