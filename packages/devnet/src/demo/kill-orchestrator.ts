import type { StatusSegment } from '@millrace/client'
import type { Emitter } from '@millrace/common'
import type { NetworkEvents, NetworkParts } from '../network.ts'
import type { SegmentTally } from './segment-tally.ts'

/** An orchestrator's process that was killed while it held a segment. */
export interface Kill {
  readonly pid: number
  readonly seqNo: number
  readonly orchestrator: string
}

/** Segments that go through before anybody is killed. */
const quietSegments = 3
/** A kill may come a moment too late, when the answer is on its way already; then another segment is tried. */
const mostKills = 5

/** Kills, with SIGKILL, the process of an orchestrator at the moment a segment is sent to it. */
export class OrchestratorKiller {
  readonly #kills: Kill[] = []

  constructor(parts: NetworkParts, events: Emitter<NetworkEvents>, progress: (text: string) => void) {
    const { observer, orchestrators } = parts
    let published = 0
    events.on('status', ({ name, data }) => {
      if (name !== 'segment') return
      const segment = data as StatusSegment
      if (segment.state === 'published') published++
      const last = this.#kills.at(-1)
      const lastSegment = last && observer.feed.status?.segments.find(({ seqNo }) => seqNo === last.seqNo)
      if (
        last &&
        (this.#kills.length >= mostKills ||
          !lastSegment ||
          lastSegment.state === 'transcoding' ||
          wasHeld(last, lastSegment))
      )
        return
      const holder = segment.attempts.find(({ outcome }) => outcome === 'running')
      if (published < quietSegments || segment.state !== 'transcoding' || !holder) return
      const index = observer.view.orchestrators.findIndex(
        ({ address }) => address.toLowerCase() === holder.orchestrator.toLowerCase(),
      )
      const pid = orchestrators[index]?.pid
      if (pid === undefined) return
      process.kill(pid, 'SIGKILL')
      this.#kills.push({ pid, seqNo: segment.seqNo, orchestrator: holder.orchestrator })
      progress(
        `killed orchestrator ${holder.orchestrator} (pid ${pid}) while it held segment ${segment.seqNo}`,
      )
    })
  }

  /** The kill that met a segment which was not yet answered; undefined when none did. */
  result(tally: SegmentTally): Kill | undefined {
    return this.#kills.find((kill) => {
      const segment = tally.find(kill.seqNo)
      return segment !== undefined && wasHeld(kill, segment)
    })
  }
}

/** Whether the killed orchestrator never answered the segment. */
function wasHeld({ orchestrator }: Kill, segment: StatusSegment): boolean {
  const attempts = segment.attempts.filter(
    (attempt) => attempt.orchestrator.toLowerCase() === orchestrator.toLowerCase(),
  )
  return attempts.length > 0 && attempts.every(({ outcome }) => outcome !== 'won')
}
