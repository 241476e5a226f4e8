/**
 * `npm run bench -- NAME [--json] [more]`: one JSON object on standard output with `--json`, a table without;
 * progress on standard error.
 */
import { readdir } from 'node:fs/promises'

/** What each bench exports by default. */
export interface BenchContext {
  readonly json: boolean
  /** What stands behind the name, but for `--json`. */
  readonly args: readonly string[]
  /** Progress, a line each. */
  readonly log: (line: string) => void
}

const [name, ...rest] = process.argv.slice(2)
const folder = import.meta.dirname
const names = (await readdir(folder))
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && file !== 'main.ts')
  .map((file) => file.slice(0, -'.ts'.length))

if (name === undefined || !names.includes(name)) {
  process.stderr.write(`Usage: npm run bench -- NAME [--json], where NAME is one of ${names.join(', ')}.\n`)
  process.exitCode = 2
} else {
  const json = rest.includes('--json')
  const bench: { default: (context: BenchContext) => Promise<Readonly<Record<string, unknown>>> } =
    await import(`./${name}.ts`)
  const figures = await bench.default({
    json,
    args: rest.filter((arg) => arg !== '--json'),
    log: (line) => void process.stderr.write(`${line}\n`),
  })
  if (json) process.stdout.write(`${JSON.stringify(figures)}\n`)
  else
    for (const [key, value] of Object.entries(figures))
      process.stdout.write(`${key.padEnd(24)} ${typeof value === 'object' ? JSON.stringify(value) : value}\n`)
}
