import { useNavigate, useSearch } from '@tanstack/react-router'
import { LaterCard } from '../components/later.tsx'
import { Funds } from '../features/funds/funds.tsx'
import { NetworkSummary } from '../features/network/network-summary.tsx'
import { Orchestrators } from '../features/orchestrators/orchestrators.tsx'
import { LatestEvents } from '../features/overview/latest-events.tsx'
import { MeasuresSection } from '../features/overview/measures-section.tsx'
import { chooseStream } from '../features/player/choose-stream.ts'
import { Player } from '../features/player/player.tsx'
import { PushHelp } from '../features/push/push-help.tsx'
import { RoundClock } from '../features/round/round.tsx'
import { PositionCard } from '../features/staking/position-card.tsx'
import { Timeline } from '../features/timeline/timeline.tsx'
import { useStatus } from '../network/use-status.ts'
import { text } from '../text/text.ts'

/** The network at a glance. The address names the stream that was chosen, and what the charts are by. */
export function Overview() {
  const { isAbsent } = useStatus()
  const { by = 'week' } = useSearch({ from: '/' })
  const navigate = useNavigate({ from: '/' })
  return (
    <div className="grid gap-4">
      <h1 className="sr-only">{text.overview.title}</h1>
      {isAbsent ? <NetworkHead /> : <StreamHead />}
      <MeasuresSection
        period={by}
        onPeriod={(period) =>
          void navigate({ search: (old) => ({ ...old, by: period }), replace: true, resetScroll: false })
        }
      />
      <LaterCard heightPx={600}>
        <Orchestrators />
      </LaterCard>
      <LaterCard heightPx={560}>
        <LatestEvents />
      </LaterCard>
      {!isAbsent && <PushHelp />}
    </div>
  )
}

const twoColumns =
  'grid gap-4 lg:grid-cols-[minmax(0,8fr)_minmax(0,5fr)] xl:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]'

function NetworkHead() {
  return (
    <div className={twoColumns}>
      <div className="flex min-w-0 flex-col gap-4">
        <NetworkSummary />
        <PositionCard />
      </div>
      <RoundClock />
    </div>
  )
}

/** Where a gateway is, its streams come first. */
function StreamHead() {
  const { status } = useStatus()
  const { stream: wanted } = useSearch({ from: '/' })
  const navigate = useNavigate({ from: '/' })
  const stream = chooseStream(status?.streams ?? [], wanted)
  const choose = (id: string) =>
    void navigate({ search: (old) => ({ ...old, stream: id }), replace: true, resetScroll: false })
  return (
    <>
      <div className={twoColumns}>
        <div className="flex min-w-0 flex-col gap-4">
          <Player stream={stream} onChoose={choose} />
          <NetworkSummary />
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <RoundClock />
          <Funds />
          <PositionCard />
        </div>
      </div>
      <Timeline key={stream?.id} streamId={stream?.id} />
    </>
  )
}
