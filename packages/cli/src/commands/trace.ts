import { Command, InvalidArgumentError } from 'commander'
import { FlagsError } from '../errors.ts'
import { traceLines } from '../terminal/trace-lines.ts'
import { findLogFiles, readLogLines, standardInput } from '../trace/log-files.ts'
import { SegmentTrace } from '../trace/segment-trace.ts'
import { toJson } from './shared.ts'

/** `millrace trace`: one segment through the logs of all roles. */
export function traceCommand(): Command {
  return new Command('trace')
    .description(
      'Follows one segment through the logs of gateway, orchestrator and transcoder. Its way is logged at --log-level debug.',
    )
    .argument('<stream>', 'name of the stream')
    .argument('<seq>', 'sequence number of the segment', seqNoOf)
    .argument('[logs...]', 'log files, packed with gzip or not, folders with them, or - for standard input')
    .option('--json', 'print one JSON object')
    .action(trace)
}

async function trace(
  stream: string,
  seqNo: number,
  logs: readonly string[],
  { json }: { readonly json?: true },
): Promise<void> {
  if (logs.length === 0 && process.stdin.isTTY)
    throw new FlagsError('Name log files or folders, or pipe a log in.')
  const segment = new SegmentTrace(stream, seqNo)
  for (const file of await findLogFiles(logs.length === 0 ? [standardInput] : logs)) {
    for await (const line of readLogLines(file)) segment.add(file, line)
  }
  const report = segment.report()
  const text = json ? toJson(report, { indent: 2 }) : traceLines(report).join('\n')
  process.stdout.write(`${text}\n`)
}

function seqNoOf(text: string): number {
  const value = Number(text)
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value))
    throw new InvalidArgumentError('It is no sequence number.')
  return value
}
