import { decryptKeystore } from '@millrace/chain'
import type { Hex } from 'viem'
import { FlagsError } from '../../errors.ts'
import { readPassword, readSecretText } from '../../terminal/read-secret.ts'

/**
 * The key in a file or on standard input: a keystore of version 3 as geth writes them, or 64 hexadecimal digits.
 * @param passwordFile of a keystore.
 */
export async function readPrivateKey(file: string, passwordFile: string | undefined): Promise<Hex> {
  const text = (await readText(file)).trim()
  if (text.startsWith('{')) {
    const password = await readPassword({ file: passwordFile, question: `Password of ${file}` })
    return decryptKeystore(text, password, file)
  }
  // What was read is never shown: it may be a key with a digit too many.
  if (!/^(0x)?[0-9a-fA-F]{64}$/.test(text))
    throw new FlagsError(`${file} holds neither a keystore nor a private key of 64 hexadecimal digits.`)
  return `0x${text.replace(/^0x/, '').toLowerCase()}`
}

async function readText(file: string): Promise<string> {
  try {
    return await readSecretText(file)
  } catch (error) {
    if (error instanceof FlagsError) throw error
    throw new FlagsError(`${file} cannot be read.`)
  }
}
