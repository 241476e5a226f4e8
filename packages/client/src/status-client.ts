import {
  type Status,
  type StatusEventName,
  type StatusEvents,
  statusEventSchemas,
  statusSchema,
} from './status.ts'

/** Reads a gateway's status once. @throws {Error} when it cannot be reached or answers something else. */
export async function fetchStatus(
  gatewayUrl: string,
  { signal }: { signal?: AbortSignal } = {},
): Promise<Status> {
  const response = await fetch(new URL('/api/v1/status', gatewayUrl), { ...(signal ? { signal } : {}) })
  if (!response.ok)
    throw new Error(`The gateway at ${gatewayUrl} answered ${response.status} to a status request.`)
  return statusSchema.parse(await response.json())
}

export interface StatusEvent<Name extends StatusEventName = StatusEventName> {
  readonly id: number
  readonly name: Name
  readonly data: StatusEvents[Name]
}

/** What a status and an event have in common is replaced by the event: streams and orchestrators by id, segments by stream and seqNo. */
export function applyStatusEvent(status: Status, event: StatusEvent, { maxSegments = 300 } = {}): Status {
  const next = { ...status, lastEventId: Math.max(status.lastEventId, event.id) }
  switch (event.name) {
    case 'funds':
      return { ...next, funds: event.data as StatusEvents['funds'] }
    case 'totals':
      return { ...next, totals: event.data as StatusEvents['totals'] }
    case 'stream':
      return {
        ...next,
        streams: upsert(status.streams, event.data as StatusEvents['stream'], (stream) => stream.id),
      }
    case 'orchestrator': {
      const orchestrator = event.data as StatusEvents['orchestrator']
      return {
        ...next,
        orchestrators: upsert(status.orchestrators, orchestrator, ({ address }) => address.toLowerCase()),
      }
    }
    case 'segment': {
      const segment = event.data as StatusEvents['segment']
      const segments = upsert(status.segments, segment, ({ streamId, seqNo }) => `${streamId}/${seqNo}`)
      return { ...next, segments: segments.slice(-maxSegments) }
    }
  }
}

/** Parses the data of one server-sent event; undefined for names this client does not know. */
export function parseStatusEvent(name: string, id: string, data: string): StatusEvent | undefined {
  if (!isStatusEventName(name)) return undefined
  return { id: Number(id), name, data: statusEventSchemas[name].parse(JSON.parse(data)) }
}

function isStatusEventName(name: string): name is StatusEventName {
  return Object.hasOwn(statusEventSchemas, name)
}

function upsert<T>(list: readonly T[], item: T, key: (item: T) => string): T[] {
  const wanted = key(item)
  const at = list.findIndex((other) => key(other) === wanted)
  return at === -1 ? [...list, item] : list.with(at, item)
}
