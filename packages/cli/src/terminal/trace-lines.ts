import type { TraceEvent, TraceReport } from '../trace/segment-trace.ts'
import { printable } from './printable.ts'
import { left, right, tableLines } from './table.ts'

const warnLevel = 40
const mostFilesNamed = 10

/** The time line of a segment, for people. */
export function traceLines({
  streamId,
  seqNo,
  events,
  leftOut,
  linesRead,
  unreadable,
}: TraceReport): string[] {
  const startedAt = new Date(events[0]?.timeMs ?? 0).toISOString()
  const hasHosts = events.some(({ host, pid }) => host !== undefined || pid !== undefined)
  const columns = [
    right('ms'),
    left('role'),
    ...(hasHosts ? [left('host')] : []),
    left('what'),
    left('details'),
  ]
  const rows = events.map((event) => [
    `+${event.offsetMs}`,
    printable(event.role),
    ...(hasHosts ? [printable([event.host, event.pid].filter((one) => one !== undefined).join('/'))] : []),
    `${event.level >= warnLevel ? '! ' : ''}${printable(event.message)}`,
    fieldWords(event),
  ])
  const bad = unreadable.reduce((sum, { lines }) => sum + lines, 0)
  return [
    `segment ${seqNo} of ${printable(streamId)}, from ${startedAt}`,
    '',
    ...tableLines({ columns, rows }),
    '',
    `lines about it: ${events.length} of ${linesRead}`,
    ...(leftOut === 0 ? [] : [`lines about it that are not shown: ${leftOut}`]),
    ...(bad === 0 ? [] : [`lines that are no log lines: ${bad}`]),
    ...unreadable
      .slice(0, mostFilesNamed)
      .map(({ file, lines }) => `  ${file === '-' ? 'standard input' : printable(file)}: ${lines}`),
  ]
}

function fieldWords({ fields }: TraceEvent): string {
  const { module: _module, err, ...others } = fields
  const words = Object.entries(others).map(([name, value]) => `${printable(name)}=${valueWord(value)}`)
  return [...words, ...errorWords(err)].join(' ')
}

function errorWords(err: unknown): string[] {
  if (typeof err !== 'object' || err === null) return []
  const { code, message } = { code: undefined, message: undefined, ...err }
  return [
    ...(typeof code === 'string' ? [`code=${printable(code)}`] : []),
    ...(typeof message === 'string' ? [`error="${printable(message)}"`] : []),
  ]
}

function valueWord(value: unknown): string {
  return printable(typeof value === 'string' ? value : JSON.stringify(value))
}
