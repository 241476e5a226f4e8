import type { StatusStream } from '@millrace/client'
import { useEffect } from 'react'
import { Badge, type BadgeTone } from '../../components/badge.tsx'
import { Card } from '../../components/card.tsx'
import { GatewayNotice, Notice } from '../../components/notice.tsx'
import { Select } from '../../components/select.tsx'
import { useStatus } from '../../network/use-status.ts'
import { loadPlayer } from './hls-player.ts'
import { StreamPlayer } from './stream-player.tsx'

const tones: Readonly<Record<StatusStream['state'], BadgeTone>> = {
  live: 'good',
  waiting: 'warn',
  degraded: 'warn',
  'payment-required': 'bad',
  'spend-capped': 'bad',
  'no-orchestrators': 'bad',
  ended: 'quiet',
}

interface PlayerProps {
  readonly stream: StatusStream | undefined
  readonly onChoose: (id: string) => void
}

/** The live player: choose a stream and a rendition. */
export function Player({ stream, onChoose }: PlayerProps) {
  const { status, problem } = useStatus()
  useEffect(() => {
    // On its way while the gateway is being asked; a failure shows when it is needed.
    loadPlayer().catch(() => undefined)
  }, [])
  if (!status || !stream)
    return (
      <Card title="Live" className="min-h-[min(60vw,32rem)] grow">
        {status ? (
          <Notice
            tone="empty"
            title="No stream yet"
            text="Push one with OBS or ffmpeg: how is further down this page."
          />
        ) : (
          <GatewayNotice problem={problem} loading="Asking the gateway for its streams" />
        )}
      </Card>
    )
  return (
    <Card
      title="Live"
      aside={
        <span className="flex items-center gap-2">
          <StreamPicker stream={stream} streams={status.streams} onChoose={onChoose} />
          <Badge tone={tones[stream.state]} reason={stream.reason}>
            {stream.state}
          </Badge>
        </span>
      }
    >
      <StreamPlayer key={stream.id} stream={stream} />
    </Card>
  )
}

interface StreamPickerProps {
  readonly stream: StatusStream
  readonly streams: readonly StatusStream[]
  readonly onChoose: (id: string) => void
}

function StreamPicker({ stream, streams, onChoose }: StreamPickerProps) {
  const choices = streams.filter(({ id, state }) => state !== 'ended' || id === stream.id)
  if (choices.length === 1) return <span className="font-medium text-ink">{stream.id}</span>
  return (
    <Select
      aria-label="Stream"
      data-testid="stream-picker"
      value={stream.id}
      onChange={(event) => onChoose(event.target.value)}
    >
      {choices.map(({ id }) => (
        <option key={id}>{id}</option>
      ))}
    </Select>
  )
}
