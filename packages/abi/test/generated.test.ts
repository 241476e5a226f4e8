import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { generatedContracts } from '../scripts/contracts.ts'
import { type ContractError, readErrors, readGoldenReverts } from '../scripts/errors.ts'
import { contractsFolder, runForge } from '../scripts/forge.ts'
import { type Generated, renderGenerated } from '../scripts/generated-files.ts'
import * as abi from '../src/index.ts'
import { abiText } from './abi-text.ts'
import { readGoldenAbi } from './golden.ts'

const maxRuntimeBytes = 24_576
// The wasm compiler takes ten seconds of CPU time, and machines may be slow and loaded.
const compileTimeoutMs = 300_000

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort()
}

let generated: Generated
beforeAll(() => {
  generated = renderGenerated()
}, compileTimeoutMs)

describe('what is generated from the contracts', () => {
  test('is what is committed: node packages/abi/scripts/generate.ts writes it', () => {
    for (const { folder, isShared, files } of generated.folders) {
      if (!isShared) expect(filesBelow(folder)).toEqual([...files.keys()].sort())
      for (const [path, content] of files)
        expect(readFileSync(join(folder, path), 'utf8'), path).toBe(content)
    }
  })

  test('leaves the storage of a running contract where it is', () => {
    expect(generated.layoutChanges.incompatible).toEqual([])
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

describe('what the live protocol says when it refuses', () => {
  const outFolder = join(contractsFolder, 'out')
  const { contracts: live, ours } = readGoldenAbi()
  const { contracts: texts, kept, split, unanswered, library } = readGoldenReverts()
  let errors: readonly ContractError[]
  beforeAll(() => {
    errors = readErrors(outFolder)
  })

  test.each(Object.entries(texts))('has one error that stands for it, in %s', (contract, liveTexts) => {
    const artifact = artifactOf(live[contract]?.generated)
    const keptHere = kept[contract] ?? []
    const givenUp = unanswered.filter((one) => one.contract === contract).map(({ text }) => text)
    for (const text of liveTexts) {
      const names = errors
        .filter((error) => error.contract === artifact && error.liveTexts.includes(text))
        .map(({ name }) => name)
      const several = split.find((one) => one.text === text)?.errors
      if (several) expect(names.sort(), text).toEqual(several)
      else expect(names, text).toHaveLength(keptHere.includes(text) || givenUp.includes(text) ? 0 : 1)
    }
    expect(liveTexts).toEqual(expect.arrayContaining([...keptHere, ...givenUp]))
  })

  test('is named in the documentation of every error, be it that there is nothing', () => {
    const sameAsLive = new Set(Object.values(live).flatMap((contract) => contract.live))
    const notLive = new Set(Object.keys(ours).map(artifactOf))
    const unexplained = errors.filter(
      (error) =>
        !error.isExplained &&
        !notLive.has(error.contract) &&
        !sameAsLive.has(abiText({ type: 'error', name: error.name, inputs: error.inputs })),
    )
    expect(unexplained.map(({ contract, name }) => `${contract}: ${name}`)).toEqual([])
  })

  test('is listed for no library error that we do not have', () => {
    const names = new Set(errors.flatMap(({ contract, name }) => [name, `${contract}.${name}`]))
    expect(Object.keys(library).filter((name) => !names.has(name))).toEqual([])
  })

  function artifactOf(generated: string | undefined): string | undefined {
    return generatedContracts.find(({ name }) => name === generated)?.artifact
  }
})

test('the Solidity sources are formatted', () => {
  const { exitCode, output } = runForge(['fmt', '--check'])
  expect(exitCode, output.slice(-4000)).toBe(0)
})
