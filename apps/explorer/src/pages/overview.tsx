import { Funds } from '../features/funds/funds.tsx'
import { Orchestrators } from '../features/orchestrators/orchestrators.tsx'
import { Player } from '../features/player/player.tsx'
import { PushHelp } from '../features/push/push-help.tsx'
import { RoundClock } from '../features/round/round.tsx'
import { Timeline } from '../features/timeline/timeline.tsx'

/** The network at a glance. */
export function Overview() {
  return (
    <div className="grid gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
      <Player />
      <div className="grid content-start gap-4">
        <RoundClock />
        <Funds />
      </div>
      <div className="grid gap-4 lg:col-span-2">
        <Timeline />
        <Orchestrators />
        <PushHelp />
      </div>
    </div>
  )
}
