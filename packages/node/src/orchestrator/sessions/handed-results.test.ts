import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { HandedResults } from './handed-results.ts'
import { ResultStore } from './result-store.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'millrace-handed-'))
afterAll(() => rmSync(dataDir, { recursive: true }))
const file = join(dataDir, 'handed-results')
const address = (seqNo: number) => ({ sessionId: 's', profileName: 'p', format: 'mpegts' as const, seqNo })

function open() {
  const results = new ResultStore({ maxBytes: 1_000 })
  return { results, handed: new HandedResults({ dataDir }, results) }
}

function leaveTwo(): void {
  const { results, handed } = open()
  for (const seqNo of [0, 1, 2]) results.put(address(seqNo), new Uint8Array([seqNo, 7]))
  results.get(address(0))
  expect(handed.leave(1_000)).toBe(2)
}

test('what nobody has fetched is there for the next process, once', () => {
  leaveTwo()
  const { results, handed } = open()
  expect(handed.take(2_000)).toBe(2)
  expect(results.get(address(1))).toEqual(new Uint8Array([1, 7]))
  expect(results.get(address(0))).toBeUndefined()
  expect(open().handed.take(2_000)).toBe(0)
})

test('error: results that are old or cut off are not taken', () => {
  leaveTwo()
  expect(open().handed.take(60_000)).toBe(0)
  leaveTwo()
  writeFileSync(file, readFileSync(file).subarray(0, -1))
  expect(open().handed.take(1_000)).toBe(0)
  writeFileSync(file, 'nonsense')
  expect(open().handed.take(1_000)).toBe(0)
  expect(open().handed.leave(1_000)).toBe(0)
})
