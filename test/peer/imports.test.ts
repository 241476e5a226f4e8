import { readdir, readFile } from 'node:fs/promises'
import { isBuiltin } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { expect, test } from 'vitest'

const folder = import.meta.dirname
/** Hashes and curves that our own packages do not use in their running code. */
const isAllowed = (specifier: string) => isBuiltin(specifier) || specifier.startsWith('@noble/')

const literal =
  /\bfrom\s+['"]([^'"]+)['"]|\bimport\s+['"]([^'"]+)['"]|\b(?:import|require)\s*\(\s*['"]([^'"]+)['"]/g
/** What could bring something in by a name that is put together. */
const unreadable = /\b(?:import|require)\s*\(\s*[^'"\s]|createRequire|getBuiltinModule|\beval\b|new Function/

/** Files that a file reaches, itself included, and what it imports that is no file of the peer. */
async function reach(file: string, seen: Set<string>, foreign: string[]): Promise<void> {
  if (seen.has(file)) return
  seen.add(file)
  const source = await readFile(file, 'utf8')
  for (const match of source.matchAll(literal)) {
    const specifier = match[1] ?? match[2] ?? match[3] ?? ''
    const target = join(dirname(file), specifier)
    const isOwn = specifier.startsWith('.') && dirname(target) === folder
    if (isOwn) await reach(target, seen, foreign)
    else if (!isAllowed(specifier)) foreign.push(`${relative(folder, file)} imports ${specifier}`)
  }
  if (unreadable.test(source))
    foreign.push(`${relative(folder, file)} imports what cannot be told from its text`)
}

test('the scripted peer reaches none of our packages and no generated code', async () => {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
  expect(files.length).toBeGreaterThan(5)
  const foreign: string[] = []
  const seen = new Set<string>()
  for (const file of files) await reach(join(folder, file), seen, foreign)
  expect(foreign).toEqual([])
  expect([...seen].map((file) => relative(folder, file)).sort()).toEqual(files.sort())
})
