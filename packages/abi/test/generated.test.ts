import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { generatedContracts } from '../scripts/contracts.ts'
import { contractsFolder, runForge } from '../scripts/forge.ts'
import { type GeneratedFolder, renderGenerated } from '../scripts/generated-files.ts'
import * as abi from '../src/index.ts'

const maxRuntimeBytes = 24_576
// The wasm compiler takes ten seconds of CPU time, and machines may be slow and loaded.
const compileTimeoutMs = 300_000

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort()
}

describe('what is generated from the contracts', () => {
  let folders: readonly GeneratedFolder[]
  beforeAll(() => {
    folders = renderGenerated()
  }, compileTimeoutMs)

  test('is what is committed: node packages/abi/scripts/generate.ts writes it', () => {
    for (const { folder, files } of folders) {
      expect(filesBelow(folder)).toEqual([...files.keys()].sort())
      for (const [path, content] of files)
        expect(readFileSync(join(folder, path), 'utf8'), path).toBe(content)
    }
  })

  test('fits the size that a chain takes', () => {
    for (const { artifact } of generatedContracts) {
      const path = join(contractsFolder, 'out', `${artifact}.sol`, `${artifact}.json`)
      const { object } = JSON.parse(readFileSync(path, 'utf8')).deployedBytecode
      expect((object.length - 2) / 2, artifact).toBeLessThanOrEqual(maxRuntimeBytes)
    }
  })

  test('keeps the Controller and the target id in the first two slots of every proxied contract', () => {
    for (const name of [
      'ManagerProxy',
      'RoundsManager',
      'BondingManager',
      'TicketBroker',
      'ServiceRegistry',
      'TreasuryGovernor',
    ]) {
      const { storage } = JSON.parse(readFileSync(join(contractsFolder, 'layouts', `${name}.json`), 'utf8'))
      expect(storage[0]).toMatchObject({ label: 'controller', slot: '0', offset: 0 })
      expect(storage[1]).toMatchObject({ label: 'targetContractId', slot: '1', offset: 0 })
    }
  })

  test('has the errors of every contract, each once', () => {
    const names = abi.protocolErrorsAbi.map(({ name }) => name)
    expect(names).toContain('TicketExpired')
    expect(names).toContain('NodeNotInList')
    expect(names).toContain('CallerNotControllerOwner')
    const selectors = abi.protocolErrorsAbi.map(({ name, inputs }) => `${name}(${inputs.map((i) => i.type)})`)
    expect(new Set(selectors).size).toBe(selectors.length)
  })
})

test('the Solidity sources are formatted', () => {
  const { exitCode, output } = runForge(['fmt', '--check'])
  expect(exitCode, output.slice(-4000)).toBe(0)
})
