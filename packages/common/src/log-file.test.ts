import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, expect, test } from 'vitest'
import { LogFile } from './log-file.ts'

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-log-'))
  folders.push(folder)
  return folder
}

/** A log file in a folder of its own, and what it says elsewhere. */
function openLog({ path = join(temporaryFolder(), 'gateway.log'), maxBytes = 100, keep = 2 } = {}) {
  const said: string[] = []
  const instead = { write: (line: string) => void said.push(line) }
  return { path, said, log: new LogFile({ path, maxBytes, keep, name: 'gateway' }, instead) }
}

const read = (path: string) => readFileSync(path, 'utf8')

test('lines stay whole and in order over all files, no file is larger than allowed, and only so many are kept', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ minLength: 1, maxLength: 60 }), { maxLength: 40 }),
      fc.integer({ min: 50, max: 300 }),
      fc.integer({ min: 0, max: 4 }),
      (texts, maxBytes, keep) => {
        const { path, log, said } = openLog({ maxBytes, keep })
        const lines = texts.map((text) => `${JSON.stringify(text)}\n`)
        for (const line of lines) log.write(line)
        log.close()
        const folder = join(path, '..')
        const ages = readdirSync(folder).map((name) => Number(name.slice('gateway.log.'.length)))
        expect(ages.toSorted((a, b) => a - b)).toEqual([...ages.keys()])
        expect(ages.length).toBeLessThanOrEqual(keep + 1)
        const files = ages.toSorted((a, b) => b - a).map((age) => (age > 0 ? `${path}.${age}` : path))
        const contents = files.map(read)
        // What was dropped is whole files, from the oldest on.
        expect(lines.join('').endsWith(contents.join(''))).toBe(true)
        if (ages.length <= keep) expect(contents.join('')).toBe(lines.join(''))
        for (const content of contents)
          expect(Buffer.byteLength(content) <= maxBytes || content.split('\n').length === 2).toBe(true)
        expect(said).toEqual([])
        rmSync(folder, { recursive: true })
      },
    ),
    { numRuns: 60 },
  )
})

test('a new process goes on in the file of the last one, and others than owner and group cannot read it', () => {
  const { path, log } = openLog()
  log.write('first\n')
  log.close()
  openLog({ path }).log.write('second\n')
  expect(read(path)).toBe('first\nsecond\n')
  expect(statSync(path).mode & 0o007).toBe(0)
})

test('reopened after another program has moved it, it is written under its name again', () => {
  const { path, log } = openLog({ maxBytes: 0 })
  log.write('before\n')
  renameSync(path, `${path}.1`)
  log.write('until it is told\n')
  log.reopen()
  log.write('after\n')
  expect([read(`${path}.1`), read(path)]).toEqual(['before\nuntil it is told\n', 'after\n'])
})

test('error: where it cannot be opened anew the log goes on in the file it was', () => {
  const { path, log, said } = openLog({ maxBytes: 0 })
  log.write('before\n')
  renameSync(path, `${path}.1`)
  mkdirSync(path)
  log.reopen()
  log.write('after\n')
  expect(read(`${path}.1`)).toBe('before\nafter\n')
  expect(said).toEqual([
    `millrace gateway: the log file ${path} cannot be opened anew (EISDIR); the log goes on in the file it was\n`,
  ])
  rmSync(path, { recursive: true })
  log.reopen()
  expect(said).toHaveLength(2)
})

test('of two processes that follow each other in one file, neither puts aside what the other has just begun', () => {
  const { path, log: leaving } = openLog({ maxBytes: 40 })
  const { log: coming } = openLog({ path, maxBytes: 40 })
  leaving.write('23 bytes of the leaving\n')
  coming.write('30 bytes of the one that comes\n')
  coming.write('it put aside\n')
  leaving.write('the last of the one\n')
  expect(read(`${path}.1`)).toBe('23 bytes of the leaving\n30 bytes of the one that comes\n')
  expect(read(path)).toBe('it put aside\nthe last of the one\n')
  expect(existsSync(`${path}.2`)).toBe(false)
})

test('error: a full disk is told once, lines go elsewhere meanwhile, and the log goes on in the file afterwards', () => {
  const folder = temporaryFolder()
  const path = join(folder, 'gateway.log')
  symlinkSync('/dev/full', path)
  const { log, said } = openLog({ path, maxBytes: 0 })
  log.write('one\n')
  log.write('two\n')
  expect(said).toEqual([
    `millrace gateway: the log file ${path} cannot be written (ENOSPC); lines go to standard error until it can\n`,
    'one\n',
    'two\n',
  ])
  rmSync(path)
  log.reopen()
  log.write('three\n')
  expect(said.at(-1)).toBe(`millrace gateway: the log file ${path} is written as it should be again\n`)
  expect(read(path)).toBe('three\n')
})

test('error: a folder that cannot be made is told once; the file is written as soon as it can be', () => {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'logs'), 'a file where the folder should be')
  const { log, said, path } = openLog({ path: join(folder, 'logs', 'gateway.log') })
  log.write('one\n')
  expect(said).toEqual([
    `millrace gateway: the log file ${path} cannot be written (EEXIST); lines go to standard error until it can\n`,
    'one\n',
  ])
  rmSync(join(folder, 'logs'))
  log.write('two\n')
  expect(read(path)).toBe('two\n')
})

test('error: where files cannot be put aside the log goes on in the one there is', () => {
  const { path, log, said } = openLog({ maxBytes: 10, keep: 1 })
  // A folder with something in it cannot be replaced by a file, whoever asks.
  mkdirSync(join(`${path}.1`, 'something'), { recursive: true })
  log.write('first line\n')
  log.write('second line\n')
  log.write('third line\n')
  expect(read(path)).toBe('first line\nsecond line\nthird line\n')
  expect(said).toEqual([`millrace gateway: the log file ${path} cannot be put aside (EISDIR) and grows on\n`])
})

test('a process that ends at once after its last line has written it', async () => {
  const path = join(temporaryFolder(), 'gateway.log')
  const file = new URL('./log-file.ts', import.meta.url)
  const program = `
    const { LogFile } = await import(${JSON.stringify(file.href)})
    const { createLogger } = await import(${JSON.stringify(new URL('./logger.ts', import.meta.url).href)})
    const to = new LogFile({ path: ${JSON.stringify(path)}, maxBytes: 2000, keep: 100, name: 'gateway' })
    const log = createLogger({ name: 'gateway', to })
    for (let seqNo = 1; seqNo <= 200; seqNo++) log.info({ seqNo, token: 'hidden' }, 'segment received')
    process.kill(process.pid, 'SIGKILL')`
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: 'inherit' })
  expect(await once(child, 'exit')).toEqual([null, 'SIGKILL'])
  const folder = join(path, '..')
  const text = readdirSync(folder)
    .map((name) => read(join(folder, name)))
    .join('')
  const lines = text.split('\n').filter(Boolean)
  expect(lines.map((line) => JSON.parse(line).seqNo).toSorted((a, b) => a - b)).toEqual(
    Array.from({ length: 200 }, (_, index) => index + 1),
  )
  expect(text).not.toContain('hidden')
})
