import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { createLogger, LogFile } from '@millrace/common'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { traceCommand } from '../src/commands/trace.ts'
import { millrace } from './kit.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millrace-trace-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** Lines as a node of this role writes them. */
function linesOf(role: string, ...entries: readonly [fields: object, message: string][]): string[] {
  const lines: string[] = []
  const log = createLogger({ name: role, level: 'debug', to: { write: (line) => lines.push(line) } })
  for (const [fields, message] of entries) log.debug(fields, message)
  return lines
}

/** Moves lines to the times that a test needs: the logger's own are those of the test run. */
function at(times: readonly string[], lines: readonly string[]): string {
  return lines
    .map(
      (line, index) =>
        `${JSON.stringify({ ...JSON.parse(line), time: `2026-01-01T00:00:${times[index]}Z` })}\n`,
    )
    .join('')
}

async function write(name: string, content: string | Uint8Array): Promise<string> {
  const file = join(folder, name)
  await writeFile(file, content)
  return file
}

const segment = { streamId: 'live', seqNo: 7, sessionId: 's1' }

async function threeLogs(): Promise<void> {
  const gateway = linesOf(
    'gateway',
    [{ streamId: 'live', seqNo: 7 }, 'segment received'],
    [{ streamId: 'live', seqNo: 8 }, 'segment received'],
    [{ streamId: 'live', seqNo: 7, durationMs: 900 }, 'segment published'],
  )
  const orchestrator = linesOf(
    'orchestrator',
    [segment, 'segment taken'],
    [{ ...segment, tickets: 2 }, 'segment answered'],
  )
  const transcoder = linesOf('transcoder', [
    { ...segment, taskId: '5', durationMs: 300 },
    'segment transcoded',
  ])
  await write('gateway.log', at(['01.000', '01.100', '01.900'], gateway))
  await write('orchestrator.log.1.gz', gzipSync(at(['01.050', '01.800'], orchestrator)))
  await mkdir(join(folder, 'other-host'))
  await write('other-host/transcoder.log', `Started.\n${at(['01.500'], transcoder)}half a li`)
  await write('notes.txt', 'no log')
}

test('a segment is followed through the logs of all roles in a folder, in the order of time', async () => {
  await threeLogs()
  const { stdout } = await millrace('trace', 'live', '7', folder)
  expect(stdout.replaceAll(folder, 'FOLDER')).toMatchInlineSnapshot(`
    "segment 7 of live, from 2026-01-01T00:00:01.000Z

      ms  role          what                details
      +0  gateway       segment received
     +50  orchestrator  segment taken       sessionId=s1
    +500  transcoder    segment transcoded  sessionId=s1 taskId=5 durationMs=300
    +800  orchestrator  segment answered    sessionId=s1 tickets=2
    +900  gateway       segment published   durationMs=900

    lines about it: 5 of 8
    lines that are no log lines: 2
      FOLDER/other-host/transcoder.log: 2
    "
  `)
})

test('the files that a node has put aside are read with the one it writes', async () => {
  const received = (seqNo: number): [object, string] => [{ streamId: 'live', seqNo }, 'segment received']
  const lines = linesOf('gateway', received(1), received(2), received(3))
  const log = new LogFile({ path: join(folder, 'gateway.log'), maxBytes: 10, keep: 2, name: 'gateway' })
  for (const line of lines) log.write(line)
  log.close()
  for (const seqNo of ['1', '2', '3']) {
    const { stdout } = await millrace('trace', 'live', seqNo, folder)
    expect(stdout).toContain('lines about it: 1 of 3')
  }
})

test('the same is one JSON object', async () => {
  await threeLogs()
  const { stdout } = await millrace('trace', 'live', '7', '--json', folder)
  expect(JSON.parse(stdout)).toMatchObject({
    streamId: 'live',
    seqNo: 7,
    linesRead: 8,
    leftOut: 0,
    unreadable: [{ file: join(folder, 'other-host/transcoder.log'), lines: 2 }],
    events: [
      { offsetMs: 0, role: 'gateway', message: 'segment received' },
      { offsetMs: 50, role: 'orchestrator', fields: { sessionId: 's1' } },
      { offsetMs: 500, role: 'transcoder', fields: { taskId: '5', durationMs: 300 } },
      { offsetMs: 800, role: 'orchestrator', fields: { tickets: 2 } },
      { offsetMs: 900, role: 'gateway', message: 'segment published' },
    ],
  })
})

test('errors are shown with their code and words, and warnings are marked', async () => {
  const lines: string[] = []
  const log = createLogger({ name: 'gateway', to: { write: (line) => lines.push(line) } })
  log.warn(
    { err: Object.assign(new Error('no answer'), { code: 'TIMEOUT' }), ...segment },
    'segment attempt failed',
  )
  const file = await write('gateway.log', lines.join(''))
  const { stdout } = await millrace('trace', 'live', '7', file)
  expect(stdout).toContain('! segment attempt failed')
  expect(stdout).toContain('code=TIMEOUT error="no answer"')
})

test('a line that is too long, and more lines of a segment than are kept, cost no memory and are counted', async () => {
  const [line = ''] = linesOf('gateway', [segment, 'segment received'])
  const file = await write('gateway.log', `${'x'.repeat(3 << 20)}\n${line.repeat(2_003)}`)
  const { stdout } = await millrace('trace', 'live', '7', '--json', file)
  const report = JSON.parse(stdout)
  expect(report.events).toHaveLength(2_000)
  expect(report).toMatchObject({ leftOut: 3, linesRead: 2_004, unreadable: [{ file, lines: 1 }] })
})

test('what a stranger put into a log does not steer the terminal', async () => {
  const evil = '\u001b[2J\u202egnp.exe'
  const file = await write('gateway.log', linesOf('gateway', [{ ...segment, detail: evil }, 'lost']).join(''))
  const { stdout } = await millrace('trace', 'live', '7', file)
  expect(stdout).toContain('detail=\u{fffd}[2J\u{fffd}gnp.exe')
})

test('error: a segment that is not there: the numbers that are', async () => {
  const seqNos = [1, 2, 3, 5, ...Array.from({ length: 20 }, (_, index) => 10 + 2 * index)]
  const lines = linesOf(
    'gateway',
    ...seqNos.map((seqNo): [object, string] => [{ streamId: 'live', seqNo }, 'segment']),
  )
  const file = await write('gateway.log', `${lines.join('')}no line\n`)
  await expect(millrace('trace', 'live', '4', file)).rejects.toThrow(
    'The logs say nothing of segment 4 of live. They have 1–3, 5, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28 and 10 more of it. ' +
      'Lines that are no log lines: 1 of 25.',
  )
})

test('error: a stream that is not there: the streams that are', async () => {
  const file = await write(
    'gateway.log',
    linesOf('gateway', [{ streamId: 'a' }, 'x'], [{ streamId: 'b' }, 'x']).join(''),
  )
  await expect(millrace('trace', 'live', '4', file)).rejects.toThrow('They have the streams a, b.')
  await expect(millrace('trace', 'a', '4', file)).rejects.toThrow(
    'They have the stream, but no segment of it',
  )
})

test('error: a file that is not there, or is not packed as its name says, is named', async () => {
  await expect(millrace('trace', 'live', '4', join(folder, 'none.log'))).rejects.toThrow(
    'none.log cannot be read',
  )
  const file = await write('bad.log.gz', 'not packed')
  await expect(millrace('trace', 'live', '4', file)).rejects.toThrow('bad.log.gz cannot be read')
})

test.each(['-1', '1.5', 'x', '99999999999999999999'])('error: %s is no sequence number', async (seq) => {
  const command = traceCommand()
    .exitOverride()
    .configureOutput({ writeErr: () => {} })
  await expect(command.parseAsync(['--', 'live', seq, folder], { from: 'user' })).rejects.toThrow(
    'It is no sequence number.',
  )
})
