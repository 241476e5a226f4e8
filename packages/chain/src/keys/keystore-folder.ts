import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Address } from '@millrace/crypto'
import { addressInKeystore, maxKeystoreBytes } from './keystore.ts'

export interface KeystoreEntry {
  readonly file: string
  readonly address: Address
}

/** A name as geth gives its keystores, so that a folder can be shared with it. */
export function keystoreFileName(address: Address, now: Date): string {
  const time = now.toISOString().replaceAll(':', '-').replace('Z', '000000Z')
  return `UTC--${time}--${address.slice(2).toLowerCase()}`
}

/** The keystores of a folder that name their address, by file name; everything else in it is left out. */
export async function listKeystores(folder: string): Promise<readonly KeystoreEntry[]> {
  const names = await readdir(folder).catch((error) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  const entries = await Promise.all(
    names.sort().map(async (name) => {
      const file = join(folder, name)
      const facts = await stat(file).catch(() => undefined)
      if (!facts?.isFile() || facts.size > maxKeystoreBytes) return []
      const address = addressInKeystore(await readFile(file, 'utf8').catch(() => ''))
      return address ? [{ file, address }] : []
    }),
  )
  return entries.flat()
}
