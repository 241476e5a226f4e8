import { createRequire } from 'node:module'
import { ChainUnavailableError } from './errors.ts'

const platforms: Readonly<Record<string, string>> = {
  'linux-x64': 'linux-amd64',
  'linux-arm64': 'linux-arm64',
  'darwin-x64': 'darwin-amd64',
  'darwin-arm64': 'darwin-arm64',
}

/**
 * The platform package's own binary: the package's launcher script costs half a second.
 * @throws {ChainUnavailableError} when there is none for this machine
 */
export function anvilBinary(): string {
  const platform = `${process.platform}-${process.arch}`
  const name = platforms[platform]
  if (name === undefined) throw new ChainUnavailableError({ platform })
  try {
    return createRequire(import.meta.url).resolve(`@foundry-rs/anvil-${name}/bin/anvil`)
  } catch (cause) {
    throw new ChainUnavailableError({ platform, cause })
  }
}
