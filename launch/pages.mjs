import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { withNodeFirst } from './modules.mjs'
import { runQuietly } from './processes.mjs'
import { step } from './report.mjs'

/** What the explorer is built from. */
const sources = [
  'apps/explorer/src',
  'apps/explorer/index.html',
  'apps/explorer/vite.config.ts',
  'packages/abi/src',
  'packages/client/src',
  'packages/common/src',
  'package-lock.json',
]

/**
 * Builds the explorer's pages into `apps/explorer/dist` when their sources have changed.
 * @param {string} root
 * @param {string} node
 */
export async function ensurePages(root, node) {
  const hash = createHash('sha256')
  for (const source of sources) await addTo(hash, join(root, source))
  const wanted = hash.digest('hex')
  const stampFile = join(root, 'apps/explorer/dist/.millrace-sources')
  if ((await readFile(stampFile, 'utf8').catch(() => '')) === wanted) return
  await step('building the explorer', async () => {
    const vite = join(root, 'node_modules/vite/bin/vite.js')
    await runQuietly(node, [vite, 'build', '--logLevel', 'warn'], {
      cwd: join(root, 'apps/explorer'),
      env: withNodeFirst(node),
    })
  })
  await writeFile(stampFile, wanted)
}

/**
 * @param {import('node:crypto').Hash} hash
 * @param {string} path
 */
async function addTo(hash, path) {
  if (!existsSync(path)) return
  const entries = await readdir(path, { withFileTypes: true, recursive: true }).catch(() => undefined)
  const files = entries
    ?.filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name)) ?? [path]
  for (const file of files.sort())
    hash
      .update(file.slice(path.length))
      .update('\0')
      .update(await readFile(file))
}
