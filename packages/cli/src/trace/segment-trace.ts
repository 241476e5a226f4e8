import { z } from 'zod'
import { SegmentNotInLogsError } from '../errors.ts'

/** Lines of one segment that are kept; a busy one has a few dozen. */
const mostEvents = 2_000
/** Streams and sequence numbers that are kept, to name them when the segment is not there. */
const mostSeen = 10_000

const logLine = z.looseObject({
  time: z.iso.datetime({ offset: true }),
  name: z.string().default('unknown'),
  level: z.number().default(30),
  msg: z.string().default(''),
  hostname: z.string().optional(),
  pid: z.number().optional(),
  streamId: z.string().optional(),
  seqNo: z.number().optional(),
})

/** What one line says of the segment. */
export interface TraceEvent {
  readonly timeMs: number
  /** Since the first one. */
  readonly offsetMs: number
  readonly role: string
  readonly host: string | undefined
  readonly pid: number | undefined
  readonly level: number
  readonly message: string
  readonly fields: Readonly<Record<string, unknown>>
}

export interface TraceReport {
  readonly streamId: string
  readonly seqNo: number
  /** In the order of their time. */
  readonly events: readonly TraceEvent[]
  /** Lines of the segment beyond those that are kept. */
  readonly leftOut: number
  readonly linesRead: number
  /** Lines that are no log lines, by file. */
  readonly unreadable: readonly { readonly file: string; readonly lines: number }[]
}

/** Picks out of the logs of all roles what they say of one segment, in bounded memory. */
export class SegmentTrace {
  readonly #streamId: string
  readonly #seqNo: number
  readonly #events: Omit<TraceEvent, 'offsetMs'>[] = []
  readonly #streams = new Set<string>()
  readonly #seqNos = new Set<number>()
  readonly #unreadable = new Map<string, number>()
  #leftOut = 0
  #linesRead = 0

  constructor(streamId: string, seqNo: number) {
    this.#streamId = streamId
    this.#seqNo = seqNo
  }

  /** @param text undefined for a line that was too long. */
  add(file: string, text: string | undefined): void {
    if (text?.trim() === '') return
    this.#linesRead++
    const line = text === undefined ? undefined : readLine(text)
    if (line === undefined) this.#unreadable.set(file, (this.#unreadable.get(file) ?? 0) + 1)
    else this.#take(line)
  }

  /** @throws {SegmentNotInLogsError} when no line is about the segment. */
  report(): TraceReport {
    const unreadable = [...this.#unreadable].map(([file, lines]) => ({ file, lines }))
    const segment = { streamId: this.#streamId, seqNo: this.#seqNo }
    const seen = { linesRead: this.#linesRead, unreadable }
    const events = this.#events.toSorted((a, b) => a.timeMs - b.timeMs)
    const [first] = events
    if (first === undefined)
      throw new SegmentNotInLogsError({
        ...segment,
        ...seen,
        seqNos: [...this.#seqNos],
        streams: [...this.#streams],
      })
    const timed = events.map((event) => ({ ...event, offsetMs: event.timeMs - first.timeMs }))
    return { ...segment, events: timed, leftOut: this.#leftOut, ...seen }
  }

  #take(line: z.infer<typeof logLine>): void {
    const { streamId, seqNo, time, name, level, msg, hostname, pid, ...fields } = line
    if (streamId === undefined) return
    note(this.#streams, streamId)
    if (streamId !== this.#streamId || seqNo === undefined) return
    note(this.#seqNos, seqNo)
    if (seqNo !== this.#seqNo) return
    if (this.#events.length >= mostEvents) this.#leftOut++
    else
      this.#events.push({
        ...{ timeMs: Date.parse(time), role: name, host: hostname, pid, level, message: msg, fields },
      })
  }
}

function readLine(text: string): z.infer<typeof logLine> | undefined {
  try {
    return logLine.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}

function note<T>(seen: Set<T>, value: T): void {
  if (seen.size < mostSeen) seen.add(value)
}
