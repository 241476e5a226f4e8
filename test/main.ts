/**
 * `npm test`: checks and contracts beside the other tests, then the stories; closes with one line that sums up all of
 * them. With arguments only the TypeScript tests run, and the arguments choose which (`npm test -- packages/wire`).
 * `npm run test:deep` tries more.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { runChecks } from './checks.ts'
import { installed, type RunOptions, run } from './programs.ts'

interface Tally {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

async function checksTally(): Promise<Tally> {
  const { passed, failed } = await runChecks()
  return { passed: passed.length, failed: failed.length, skipped: 0 }
}

async function forgeTally(): Promise<Tally> {
  const { code, output } = await run(installed('forge'), ['test'], { label: contractsLabel })
  const summary = /(\d+) tests passed, (\d+) failed, (\d+) skipped/.exec(output)
  if (!summary) return { passed: 0, failed: 1, skipped: 0 }
  const [passed = 0, failed = 0, skipped = 0] = summary.slice(1).map(Number)
  return { passed, failed: code === 0 ? failed : Math.max(1, failed), skipped }
}

const vitestReport = z.object({
  success: z.boolean(),
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
})

/** Stands before the lines of what runs beside the other tests. */
const contractsLabel = 'contracts'

/** Tests that read what forge compiles, or have it compile more. */
const onCompiledContracts = ['contracts', 'packages/abi']

/**
 * Checks, the contracts' own tests, and those that need them compiled. One after another: compiling them takes one core
 * for minutes, and the other tests take the other one meanwhile.
 */
async function contractsTallies(): Promise<readonly Tally[]> {
  return [
    await checksTally(),
    await forgeTally(),
    await vitestTally([...onCompiledContracts, '--maxWorkers=1'], { label: contractsLabel }),
  ]
}

async function vitestTally(args: readonly string[], options: RunOptions = {}): Promise<Tally> {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-test-'))
  try {
    const file = join(folder, 'report.json')
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
    await run(installed('vitest'), ['run', ...reporters, ...args], options)
    const report = vitestReport.parse(JSON.parse(await readFile(file, 'utf8')))
    // A file that does not even load fails the run without a failed test in it.
    const failed = report.success ? report.numFailedTests : Math.max(1, report.numFailedTests)
    return { passed: report.numPassedTests, failed, skipped: report.numPendingTests }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const isDeep = process.argv.includes('--deep')
const args = process.argv.slice(2).filter((arg) => arg !== '--deep')
// More runs of everything that is tried at random.
if (isDeep) Object.assign(process.env, { MILLRACE_DEEP: '1', FOUNDRY_PROFILE: 'deep' })
const tallies =
  args.length > 0
    ? [await vitestTally(args)]
    : [
        ...(
          await Promise.all([
            contractsTallies(),
            vitestTally(['e2e', ...onCompiledContracts].map((folder) => `--exclude=${folder}/**`)),
          ])
        ).flat(),
        // A story runs a whole network; two at once would take the machine from each other.
        await vitestTally(['e2e', '--maxWorkers=1']),
      ]
const sum = (key: keyof Tally) => tallies.reduce((total, tally) => total + tally[key], 0)
// In CI nothing may be left out.
const failed = sum('failed') + (process.env.CI ? sum('skipped') : 0)
const leftOut = process.env.CI || sum('skipped') === 0 ? '' : `, ${sum('skipped')} skipped`
process.stdout.write(`${sum('passed')} passed, ${failed} failed${leftOut}\n`)
process.exitCode = failed === 0 ? 0 : 1
