import { chmod, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runQuietly } from './processes.mjs'
import { step } from './report.mjs'

/**
 * Where programs are that were unpacked, as commands.
 * @param {string} root the project's folder
 */
export function unpackedPrograms(root) {
  return join(root, '.runtime', 'debian', 'bin')
}

/**
 * Fetches Debian packages and unpacks them below `.runtime`, with what they need and this machine lacks: nothing of them
 * is set up, so that no service of theirs starts. It needs no rights.
 * @param {string} root
 * @param {Record<string, readonly string[]>} tools program → Debian's names of the packages that bring it
 */
export async function unpackTools(root, tools) {
  const packages = [...new Set(Object.values(tools).flat())]
  const home = join(root, '.runtime', 'debian')
  await mkdir(home, { recursive: true })
  const archives = await mkdtemp(join(home, 'archives-'))
  try {
    await step(`unpacking ${Object.keys(tools).join(', ')} of Debian, for the tests`, async (update) => {
      const onLine = (/** @type {string} */ line) => update(line.slice(0, 60))
      await fetchAndExtract(packages, { archives, folder: join(home, 'root'), onLine })
      for (const program of Object.keys(tools)) await writeCommand(unpackedPrograms(root), program)
      update('')
    })
  } finally {
    await rm(archives, { recursive: true, force: true })
  }
}

/**
 * @param {readonly string[]} packages
 * @param {{ archives: string, folder: string, onLine: (line: string) => void }} places
 */
export async function fetchAndExtract(packages, { archives, folder, onLine }) {
  await mkdir(join(archives, 'partial'))
  await runQuietly('apt-get', [...downloadOnly(archives), ...packages], { onLine })
  for (const name of await readdir(archives))
    if (name.endsWith('.deb')) await runQuietly('dpkg-deb', ['--extract', join(archives, name), folder])
}

/** @param {string} archives */
function downloadOnly(archives) {
  const options = {
    'Dir::Cache::archives': `${archives}/`,
    // Nothing is installed, so that no lock of the machine's packages is needed, nor rights for it.
    'Debug::NoLocking': '1',
    'APT::Sandbox::User': 'root',
  }
  return [
    'install',
    '--download-only',
    '--reinstall',
    '--yes',
    '--quiet',
    '--no-install-recommends',
    ...Object.entries(options).flatMap(([name, value]) => ['-o', `${name}=${value}`]),
  ]
}

/**
 * A command that finds the libraries where they were unpacked.
 * @param {string} folder
 * @param {string} program
 */
async function writeCommand(folder, program) {
  await mkdir(folder, { recursive: true })
  const file = join(folder, program)
  const text = `#!/bin/sh
root=$(dirname "$(dirname "$(readlink -f "$0")")")/root
for libraries in "$root"/lib/*-linux-gnu* "$root"/usr/lib/*-linux-gnu* "$root"/usr/lib/*-linux-gnu*/systemd; do
  LD_LIBRARY_PATH=\${LD_LIBRARY_PATH:+$LD_LIBRARY_PATH:}$libraries
done
export LD_LIBRARY_PATH
for folder in usr/bin bin; do
  [ -x "$root/$folder/${program}" ] && exec "$root/$folder/${program}" "$@"
done
exit 127
`
  await writeFile(`${file}.new`, text)
  await chmod(`${file}.new`, 0o755)
  await rename(`${file}.new`, file)
}
