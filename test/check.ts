import { runChecks } from './checks.ts'

const { failed } = await runChecks()
if (failed.length > 0) {
  process.stderr.write(`Failed: ${failed.join(', ')}.\n`)
  process.exitCode = 1
}
