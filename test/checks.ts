import { installed, root, run } from './programs.ts'

interface Check {
  readonly name: string
  readonly program: string
  readonly args: readonly string[]
  readonly cwd?: string
}

const contracts = `${root}contracts`

/** What was checked before and has not changed is not checked again. */
function typesOf(project: string): readonly string[] {
  const known = `${root}node_modules/.cache/types/${project === '.' ? 'packages' : project}.tsbuildinfo`
  return ['--project', project, '--incremental', '--tsBuildInfoFile', known]
}

const checks: readonly Check[] = [
  { name: 'format and lint', program: installed('biome'), args: ['check', '--error-on-warnings'] },
  { name: 'types', program: installed('tsc'), args: typesOf('.') },
  { name: 'types of the explorer', program: installed('tsc'), args: typesOf('apps/explorer') },
  { name: 'unused code and dependencies', program: installed('knip'), args: ['--no-progress'] },
  { name: 'format of the contracts', program: installed('forge'), args: ['fmt', '--check'], cwd: contracts },
]

/** Runs every check, one after another, so that one run shows all that is wrong. @returns names of those that failed */
export async function runChecks(): Promise<{
  readonly passed: readonly string[]
  readonly failed: readonly string[]
}> {
  const passed: string[] = []
  const failed: string[] = []
  for (const { name, program, args, cwd } of checks) {
    const { code } = await run(program, args, cwd === undefined ? {} : { cwd })
    process.stderr.write(`${code === 0 ? '✓' : '✗'} ${name}\n`)
    ;(code === 0 ? passed : failed).push(name)
  }
  return { passed, failed }
}
