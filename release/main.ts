/**
 * `npm run pack`: builds the packages for publication and writes their tarballs. `--out FOLDER`, `--version X.Y.Z`,
 * `--repository git+https://…`. Publishing is `npm publish FILE` for each, from a CI that can attest where it was built;
 * the registry takes that only for packages that name their repository.
 */
import { parseArgs } from 'node:util'
import { buildPackages } from './build.ts'

const { values } = parseArgs({
  options: {
    out: { type: 'string', default: 'dist' },
    version: { type: 'string', default: '0.0.0' },
    repository: { type: 'string' },
  },
})
const { out, version, repository } = values
if (/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version)) {
  const log = (line: string) => process.stderr.write(`${line}\n`)
  const tarballs = await buildPackages({ version, out, repository, log })
  for (const { name, path, bytes } of tarballs)
    console.log(`${path}  ${name}  ${Math.ceil(bytes / 1_000)} kB`)
} else {
  process.stderr.write(`${version} is no version. Write it as 1.2.3 or 1.2.3-rc.1.\n`)
  process.exitCode = 2
}
