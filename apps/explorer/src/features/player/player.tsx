import type { StatusStream } from '@millrace/client'
import { useId, useRef, useState } from 'react'
import { Badge, type BadgeTone } from '../../components/badge.tsx'
import { Card } from '../../components/card.tsx'
import { Notice } from '../../components/notice.tsx'
import { formatMs } from '../../format/time.ts'
import { useNetwork } from '../../network/network-context.tsx'
import { useStatus } from '../../network/use-status.ts'
import { useHls } from './use-hls.ts'

const tones: Readonly<Record<StatusStream['state'], BadgeTone>> = {
  live: 'good',
  waiting: 'warn',
  degraded: 'warn',
  'payment-required': 'bad',
  'no-orchestrators': 'bad',
  ended: 'quiet',
}

/** The live player: choose a stream and a rendition. */
export function Player() {
  const { status } = useStatus()
  const [wanted, setWanted] = useState<string>()
  if (!status)
    return (
      <Card title="Live">
        <Notice tone="loading" title="Asking the gateway for its streams" />
      </Card>
    )
  const playable = status.streams.filter(({ state }) => state !== 'ended')
  const stream =
    playable.find(({ id }) => id === wanted) ?? playable.find(({ state }) => state === 'live') ?? playable[0]
  if (!stream) {
    return (
      <Card title="Live">
        <Notice
          tone="empty"
          title="No stream yet"
          text="Push one with OBS or ffmpeg: how is further down this page."
        />
      </Card>
    )
  }
  return <StreamPlayer key={stream.id} stream={stream} others={playable} onChoose={setWanted} />
}

function StreamPlayer({
  stream,
  others,
  onChoose,
}: {
  stream: StatusStream
  others: readonly StatusStream[]
  onChoose: (id: string) => void
}) {
  const { config } = useNetwork()
  const video = useRef<HTMLVideoElement>(null)
  const hasSegments = stream.segmentsIn > 0
  const playback = useHls(
    video,
    hasSegments ? new URL(stream.playbackPath, config.gatewayUrl).href : undefined,
  )
  const pickerId = useId()
  return (
    <Card
      title="Live"
      aside={
        <span className="flex items-center gap-2">
          <StreamPicker stream={stream} others={others} onChoose={onChoose} />
          <Badge tone={tones[stream.state]} title={stream.reason}>
            {stream.state}
          </Badge>
        </span>
      }
    >
      <div className="relative overflow-hidden rounded-lg bg-black">
        <video
          ref={video}
          data-testid="player"
          aria-label={`Live stream ${stream.id}`}
          muted
          autoPlay
          playsInline
          controls
          className="aspect-video w-full"
        />
        {!hasSegments && <Overlay text="Waiting for the first segment" />}
      </div>
      <div className="mt-3 flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <label htmlFor={pickerId} className="flex items-center gap-2">
          <span className="text-soft">Rendition</span>
          <select
            id={pickerId}
            data-testid="rendition-picker"
            value={playback.chosen}
            onChange={(event) => playback.choose(Number(event.target.value))}
            className="rounded-lg border border-line bg-card px-2 py-1"
          >
            <option value={-1}>auto</option>
            {playback.renditions.map(({ index, label }) => (
              <option key={index} value={index}>
                {label}
              </option>
            ))}
          </select>
        </label>
        <p className="text-soft">
          {playback.playing !== undefined && <span data-testid="playing-rendition">{playback.playing}</span>}
          {playback.latencySeconds !== undefined && ` · ${playback.latencySeconds.toFixed(1)} s behind live`}
          {stream.medianLatencyMs !== undefined && ` · transcoded in ${formatMs(stream.medianLatencyMs)}`}
        </p>
      </div>
      {(playback.problem ?? stream.reason) !== undefined && (
        <p role="status" className="mt-2 text-warn">
          {playback.problem ?? stream.reason}
        </p>
      )}
    </Card>
  )
}

function StreamPicker({
  stream,
  others,
  onChoose,
}: {
  stream: StatusStream
  others: readonly StatusStream[]
  onChoose: (id: string) => void
}) {
  if (others.length === 1) return <span className="font-medium text-ink">{stream.id}</span>
  return (
    <select
      aria-label="Stream"
      data-testid="stream-picker"
      value={stream.id}
      onChange={(event) => onChoose(event.target.value)}
      className="rounded-lg border border-line bg-card px-2 py-1 text-ink"
    >
      {others.map(({ id }) => (
        <option key={id}>{id}</option>
      ))}
    </select>
  )
}

function Overlay({ text }: { text: string }) {
  return <p className="absolute inset-0 grid place-items-center text-white/80">{text}</p>
}
