/**
 * `npm run pack`: builds the packages for publication and writes their tarballs. `--out FOLDER`, `--version X.Y.Z`.
 * Publishing is `npm publish FILE` for each, from a CI that can attest where it was built.
 */
import { parseArgs } from 'node:util'
import { buildPackages } from './build.ts'

const { values } = parseArgs({
  options: {
    out: { type: 'string', default: 'dist' },
    version: { type: 'string', default: '0.0.0' },
  },
})
const version = /^\d+\.\d+\.\d+(-[\w.]+)?$/
if (version.test(values.version)) {
  const tarballs = await buildPackages({
    version: values.version,
    out: values.out,
    log: (line) => process.stderr.write(`${line}\n`),
  })
  for (const { name, path, bytes } of tarballs)
    console.log(`${path}  ${name}  ${Math.ceil(bytes / 1_000)} kB`)
} else {
  process.stderr.write(`${values.version} is no version. Write it as 1.2.3 or 1.2.3-rc.1.\n`)
  process.exitCode = 2
}
