/**
 * What every `npm run` command goes through: plain JavaScript for whatever Node the machine has. Makes sure of the
 * runtime, the packages, the pages and, for the tests, the programs they need; then runs the real command.
 */
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureTestTools } from './debian.mjs'
import { withSetupLock } from './lock.mjs'
import { ensureModules, withNodeFirst } from './modules.mjs'
import { ensurePages } from './pages.mjs'
import { runInForeground } from './processes.mjs'
import { SetupError, say } from './report.mjs'
import { ensureRuntime } from './runtime.mjs'
import { unpackedPrograms } from './unpack.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const command = process.argv[2] ?? ''
const args = process.argv.slice(3)

/** The program behind each command, and what it needs beyond runtime and packages. */
const commands = {
  start: { program: ['packages/cli/src/main.ts', 'start'], needs: ['pages'] },
  demo: { program: ['packages/cli/src/main.ts', 'demo'], needs: ['pages'] },
  millrace: { program: ['packages/cli/src/main.ts'], needs: needsOfMillrace() },
  bench: { program: ['bench/main.ts'], needs: ['pages'] },
  check: { program: ['test/check.ts'], needs: [] },
  test: { program: ['test/main.ts'], needs: ['pages', 'tools'] },
  'test:deep': { program: ['test/main.ts', '--deep'], needs: ['pages', 'tools'] },
  generate: { program: ['launch/generate.mjs'], needs: [] },
  pictures: { program: ['release/pictures.ts'], needs: ['tools'] },
  pack: { program: ['release/main.ts'], needs: ['pages'] },
  setup: { program: undefined, needs: ['pages'] },
}

function needsOfMillrace() {
  return ['start', 'demo', 'explorer'].includes(args[0] ?? '') ? ['pages'] : []
}

async function main() {
  const wanted = commands[/** @type {keyof typeof commands} */ (command)]
  if (!wanted)
    throw new SetupError(`There is no command "${command}". Commands: ${Object.keys(commands).join(', ')}.`)
  const { node, missing } = await withSetupLock(root, async () => {
    const runtime = await ensureRuntime(root)
    await ensureModules(root, runtime)
    if (wanted.needs.includes('pages')) await ensurePages(root, runtime)
    return { node: runtime, missing: wanted.needs.includes('tools') ? await ensureTestTools(root) : [] }
  })
  if (!wanted.program) {
    say('everything is set up. Start the network with: npm start')
    return 0
  }
  const [file = '', ...first] = wanted.program
  const env = withNodeFirst(node)
  // After the machine's own folders: what is installed there is taken.
  env.PATH = `${env.PATH}${delimiter}${unpackedPrograms(root)}`
  env.MILLRACE_LEFT_OUT = missing.join(',')
  // A network is a dozen processes of the same modules: compiled once, each starts in two thirds of the time.
  env.NODE_COMPILE_CACHE ??= join(root, 'node_modules', '.cache', 'millrace-compiled')
  return runInForeground(node, [join(root, file), ...first, ...args], env)
}

main().then(
  (code) => {
    process.exitCode = code
  },
  (error) => {
    say(error instanceof SetupError ? error.message : String(error.stack ?? error))
    process.exitCode = 1
  },
)
