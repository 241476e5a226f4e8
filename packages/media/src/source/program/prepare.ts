import { createHash } from 'node:crypto'
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
} from 'node:fs'
import { join } from 'node:path'
import { openClip, readClipFacts, UnusableClip } from './clip.ts'
import { encodeClip } from './encode-clip.ts'

/** Goes into the name of cached clips; to be raised when the way of encoding changes. */
const recipe = 1

/**
 * Finds or makes a file that can be streamed packet by packet: the file itself when it is fit, else a copy encoded
 * once and kept in the cache folder.
 * @returns the path of the fit file.
 * @throws {UnusableClip} naming the file, or the cache folder, that does not do.
 */
export async function prepareClip(
  file: string,
  { cacheDir, onEncode }: { readonly cacheDir: string; readonly onEncode: () => void },
): Promise<string> {
  const stamp = stampOf(file)
  const cached = join(cacheDir, `clip-${stamp}.mp4`)
  if (await isFitInCache(cached)) return cached
  if (await isFit(file)) return file
  onEncode()
  const partial = `${cached}.${process.pid}.part`
  try {
    mkdirSync(cacheDir, { recursive: true })
    accessSync(cacheDir, constants.W_OK)
  } catch (error) {
    throw new UnusableClip(cacheDir, error instanceof Error ? error.message : 'it cannot be written')
  }
  try {
    encodeClip(file, partial)
    renameSync(partial, cached)
  } finally {
    rmSync(partial, { force: true })
  }
  return cached
}

async function isFit(file: string): Promise<boolean> {
  using resources = new DisposableStack()
  return (await readClipFacts(openClip(file, resources), file)).isFit
}

/** A damaged file in the cache is only made again. */
async function isFitInCache(file: string): Promise<boolean> {
  return existsSync(file) && isFit(file).catch(() => false)
}

/** A name for this content that is found without reading it: place, size and time of the file, and the recipe. */
function stampOf(file: string): string {
  let stat: Stats
  try {
    stat = statSync(file)
  } catch (error) {
    throw new UnusableClip(file, error instanceof Error ? error.message : 'it cannot be read')
  }
  if (!stat.isFile()) throw new UnusableClip(file, 'it is not a file')
  const facts = `${recipe} ${file} ${stat.size} ${stat.mtimeMs}`
  return createHash('sha256').update(facts).digest('hex').slice(0, 20)
}
