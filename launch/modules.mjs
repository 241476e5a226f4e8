import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { delimiter, dirname, join } from 'node:path'
import { runQuietly } from './processes.mjs'
import { step } from './report.mjs'
import { npmCli } from './runtime.mjs'

/**
 * Installs the packages of the lockfile when `node_modules` is not already what it says.
 * @param {string} root
 * @param {string} node binary that npm runs under: npm leaves out platform packages that its own Node is too old for
 */
export async function ensureModules(root, node) {
  const lockText = await readFile(join(root, 'package-lock.json'), 'utf8')
  const wanted = createHash('sha256').update(`${process.platform} ${process.arch}\n${lockText}`).digest('hex')
  const stampFile = join(root, 'node_modules', '.millrace-lock')
  const stamp = await readFile(stampFile, 'utf8').catch(() => '')
  if (stamp === wanted) return
  const total = countForThisPlatform(JSON.parse(lockText).packages)
  await step(`installing ${total} packages (about 1 GB on disk)`, async (update) => {
    let fetched = 0
    await runQuietly(
      node,
      [npmCli(), 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=http'],
      {
        cwd: root,
        env: withNodeFirst(node),
        onLine: (line) => {
          if (/npm http (fetch|cache) .*\.tgz/.test(line)) update(`${Math.min(++fetched, total)} of ${total}`)
        },
      },
    )
  })
  await writeFile(stampFile, wanted)
}

/**
 * @param {string} node
 * @returns {NodeJS.ProcessEnv} the environment in which `node` is that binary
 */
export function withNodeFirst(node) {
  return { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ''}` }
}

/** @param {Record<string, { link?: boolean, os?: string[], cpu?: string[], libc?: string[] }>} packages */
function countForThisPlatform(packages) {
  const fits = (/** @type {string[] | undefined} */ list, /** @type {string} */ own) =>
    !list || list.includes(own)
  return Object.entries(packages).filter(
    ([path, { link, os, cpu, libc }]) =>
      path.includes('node_modules/') &&
      !link &&
      fits(os, process.platform) &&
      fits(cpu, process.arch) &&
      fits(libc, 'glibc'),
  ).length
}
