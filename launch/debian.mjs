import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { runQuietly } from './processes.mjs'
import { SetupError, say, step } from './report.mjs'

/** What the tests run beside the project's own code: program → Debian packages that bring it. */
const testTools = {
  ffmpeg: ['ffmpeg'],
  chromium: ['chromium', 'fonts-dejavu-core'],
}

/**
 * Makes sure of the programs that the tests need: installs them where that may be done (root on Debian), otherwise
 * says what is missing.
 * @returns {Promise<string[]>} programs that are missing, whose tests are left out; in CI that is an error
 */
export async function ensureTestTools() {
  const missing = Object.keys(testTools).filter((program) => !isOnPath(program))
  if (missing.length === 0) return []
  const packages = missing.flatMap((program) => testTools[/** @type {keyof typeof testTools} */ (program)])
  if (process.getuid?.() === 0 && isOnPath('apt-get')) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    await step(`installing ${packages.join(' ')} from Debian, for the tests`, async (update) => {
      const onLine = (/** @type {string} */ line) => update(line.slice(0, 60))
      await runQuietly('apt-get', ['update', '--quiet'], { env, onLine })
      await runQuietly('apt-get', ['install', '--yes', '--quiet', '--no-install-recommends', ...packages], {
        env,
        onLine,
      })
      update('')
    })
    return []
  }
  const advice = `${missing.join(' and ')} not found. On Debian: sudo apt-get install ${packages.join(' ')}`
  if (process.env.CI) throw new SetupError(`${advice}. No test may be left out in CI.`)
  say(`${advice}. The tests that need ${missing.length === 1 ? 'it' : 'them'} are left out.`)
  return missing
}

/** @param {string} program */
function isOnPath(program) {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .some((folder) => folder !== '' && existsSync(join(folder, program)))
}
