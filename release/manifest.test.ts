import { expect, test } from 'vitest'
import { publishedManifest, sourceManifestSchema } from './manifest.ts'

const facts = {
  version: '1.2.3',
  names: new Set(['@millrace/common']),
  node: '>=24',
  folder: 'packages/node',
}
const source = sourceManifestSchema.parse({
  name: '@millrace/node',
  version: '0.0.0',
  private: true,
  description: 'The daemon.',
  license: 'MIT',
  exports: { '.': './src/index.ts', './gateway/main': './src/gateway/main.ts', './testing': './test/kit.ts' },
  dependencies: { '@millrace/common': '*', hono: '^4.13.19' },
  devDependencies: { left: '1' },
  scripts: { generate: 'x' },
})

test('what is published are built files and exact versions, without what only the sources need', () => {
  const manifest = publishedManifest(source, facts)
  expect(manifest.exports).toEqual({
    '.': { types: './dist/index.d.ts', default: './dist/index.js' },
    './gateway/main': { types: './dist/gateway/main.d.ts', default: './dist/gateway/main.js' },
  })
  expect(manifest.dependencies).toEqual({ '@millrace/common': '1.2.3', hono: '^4.13.19' })
  expect(manifest).toMatchObject({ version: '1.2.3', type: 'module', engines: { node: '>=24' } })
  for (const key of ['private', 'devDependencies', 'scripts']) expect(manifest).not.toHaveProperty(key)
})

test('a program is called as in the sources, and the registry learns where those are', () => {
  const repository = 'git+https://forge.example/millrace.git'
  const manifest = publishedManifest(
    { ...source, bin: { millrace: './src/main.ts' } },
    { ...facts, repository, beside: ['pages'] },
  )
  expect(manifest.bin).toEqual({ millrace: './dist/main.js' })
  expect(manifest.repository).toEqual({ type: 'git', url: repository, directory: 'packages/node' })
  expect(manifest.files).toContain('pages')
})

test('error: a dependency that is not published, or an entry that is not built, is named', () => {
  const needs = { ...source, dependencies: { '@millrace/devnet': '*' } }
  expect(() => publishedManifest(needs, facts)).toThrow('@millrace/devnet is needed, but not published')
  const odd = { ...source, exports: { '.': './lib/index.js' } }
  expect(() => publishedManifest(odd, facts)).toThrow('./lib/index.js is not a source file')
})
