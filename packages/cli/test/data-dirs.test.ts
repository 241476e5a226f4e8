import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findDataDir } from '../src/commands/operator/data-dirs.ts'
import { WhichNodeError } from '../src/commands/operator/errors.ts'

let folder: string
const before = process.cwd()
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'millrace-data-dirs-'))
  process.chdir(folder)
})
afterEach(() => {
  process.chdir(before)
  rmSync(folder, { recursive: true, force: true })
})

function addNode(dataDir: string): void {
  mkdirSync(join(folder, dataDir), { recursive: true })
  writeFileSync(join(folder, dataDir, 'operator.json'), '{}')
}

test('a node that was set up by questions is found from above its folder and from within', () => {
  addNode('orchestrator/data')
  expect(findDataDir('operator.json')).toBe('orchestrator/data')
  process.chdir('orchestrator')
  expect(findDataDir('operator.json')).toBe('data')
})

test('error: with two nodes here, none of them is meant', () => {
  addNode('orchestrator/data')
  addNode('gateway-data')
  expect(() => findDataDir('operator.json')).toThrow(WhichNodeError)
})
