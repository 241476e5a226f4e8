import { expect, test } from 'vitest'
import { licencesOf } from './licences.ts'
import { closureOf, lockfileSchema } from './lockfile.ts'

const packages = {
  '': {},
  'packages/wire': { dependencies: { '@millrace/common': '*', a: '^1', b: '^1' } },
  'packages/wire/node_modules/b': { version: '1.0.0', license: 'ISC' },
  'packages/common': { dependencies: { b: '^2' } },
  'node_modules/a': {
    version: '1.5.0',
    license: 'MIT',
    dependencies: { c: '1' },
    peerDependencies: { d: '1' },
  },
  'node_modules/a/node_modules/c': { version: '1.0.0', license: 'BSD-3-Clause' },
  'node_modules/b': { version: '2.0.0', license: 'MIT' },
  'node_modules/c': { version: '9.0.0', license: 'MIT' },
}
const lockfile = (change = {}) =>
  lockfileSchema.parse({ lockfileVersion: 3, packages: { ...packages, ...change } })

test('what comes along is found where Node would find it', () => {
  expect([...closureOf(lockfile(), 'packages/wire').keys()].sort()).toEqual([
    'node_modules/a',
    'node_modules/a/node_modules/c',
    'node_modules/b',
    'packages/common',
    'packages/wire/node_modules/b',
  ])
})

test('the page names each with its version and licence', () => {
  const page = licencesOf(lockfile(), 'packages/wire')
  expect(page).toContain('| a | 1.5.0 | MIT |')
  expect(page).toContain('| c | 1.0.0 | BSD-3-Clause |')
  expect(page).toContain('| b | 1.0.0 | ISC |')
  expect(page).toContain('| b | 2.0.0 | MIT |')
  expect(page).not.toContain('@millrace/common')
})

test('error: a package without a licence, or one that is missing, stops the release', () => {
  const nameless = lockfile({ 'node_modules/a': { version: '1.5.0' } })
  expect(() => licencesOf(nameless, 'packages/wire')).toThrow('a names no licence')
  const { 'node_modules/b': _, ...rest } = packages
  const lacking = lockfileSchema.parse({ lockfileVersion: 3, packages: rest })
  expect(() => closureOf(lacking, 'packages/wire')).toThrow('b is not in the lockfile')
})
