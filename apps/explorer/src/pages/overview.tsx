import { useNavigate, useSearch } from '@tanstack/react-router'
import { Funds } from '../features/funds/funds.tsx'
import { NetworkSummary } from '../features/network/network-summary.tsx'
import { Orchestrators } from '../features/orchestrators/orchestrators.tsx'
import { chooseStream } from '../features/player/choose-stream.ts'
import { Player } from '../features/player/player.tsx'
import { PushHelp } from '../features/push/push-help.tsx'
import { RoundClock } from '../features/round/round.tsx'
import { PositionCard } from '../features/staking/position-card.tsx'
import { Timeline } from '../features/timeline/timeline.tsx'
import { useStatus } from '../network/use-status.ts'

/** The network at a glance. The address names the stream that was chosen. */
export function Overview() {
  const { status, isAbsent } = useStatus()
  const { stream: wanted } = useSearch({ from: '/' })
  const navigate = useNavigate({ from: '/' })
  const stream = chooseStream(status?.streams ?? [], wanted)
  const choose = (id: string) => void navigate({ search: { stream: id }, replace: true })
  return (
    <div className="grid gap-4">
      <h1 className="sr-only">Overview</h1>
      <div className="grid gap-4 lg:grid-cols-[minmax(0,8fr)_minmax(0,5fr)] xl:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
        <div className="flex min-w-0 flex-col gap-4">
          {!isAbsent && <Player stream={stream} onChoose={choose} />}
          <NetworkSummary />
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <RoundClock />
          {!isAbsent && <Funds />}
          <PositionCard />
        </div>
      </div>
      {!isAbsent && <Timeline key={stream?.id} streamId={stream?.id} />}
      <Orchestrators />
      {!isAbsent && <PushHelp />}
    </div>
  )
}
