import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import {
  accountFromKeystore,
  accountFromRemoteSigner,
  createKeystore,
  type KeystoreCost,
  type UnlockedAccount,
} from '@millrace/chain'
import { BaseError } from '@millrace/common'
import type { Address } from 'viem'
import { matches, type Questions } from './questions.ts'

export interface NodeKey {
  readonly account: UnlockedAccount
  /** Settings of the node that open it. */
  readonly settings: Readonly<Record<string, string>>
}

export interface KeyOptions {
  readonly folder: string
  readonly cost: KeystoreCost
}

/** Asks where the node's key is, or makes one; asks again when it does not open. */
export async function askKey(questions: Questions, options: KeyOptions): Promise<NodeKey> {
  for (;;) {
    const kind = await questions.choose('The node’s key', [
      { value: 'new', name: 'make a new one' },
      { value: 'keystore', name: 'use a keystore file that I have (geth’s too)' },
      { value: 'signer', name: 'use a signer elsewhere (clef, web3signer)' },
    ])
    try {
      const key = await openers[kind](questions, options)
      questions.say(`  Account ${key.account.address}.`)
      return key
    } catch (error) {
      if (!(error instanceof BaseError)) throw error
      questions.say(`  ${error.message}`)
    }
  }
}

const openers: Readonly<
  Record<'new' | 'keystore' | 'signer', (questions: Questions, options: KeyOptions) => Promise<NodeKey>>
> = {
  async new(questions, { folder, cost }) {
    const typed = await questions.secret('Password for the new keystore (nothing: one is made)')
    const password = typed === '' ? randomBytes(24).toString('base64url') : typed
    const keystoreFile = join(folder, 'keystore.json')
    const account = await createKeystore({ file: keystoreFile, password, cost })
    const passwordFile = await writePassword(folder, password)
    questions.say(`  Written: ${keystoreFile} and ${passwordFile}. Keep a copy of both elsewhere.`)
    return { account, settings: { keystoreFile, passwordFile } }
  },
  async keystore(questions, { folder }) {
    const keystoreFile = resolve(await questions.text('Keystore file'))
    const password = await questions.secret('Its password')
    const account = await accountFromKeystore({ file: keystoreFile, password })
    return { account, settings: { keystoreFile, passwordFile: await writePassword(folder, password) } }
  },
  async signer(questions) {
    const signerUrl = await questions.text('URL of the signer', {
      check: matches(/^https?:\/\/\S+$/, 'It must be an http(s) URL.'),
    })
    const wanted = await questions.text('Account at the signer (nothing: its only one)', {
      check: matches(/^(0x[0-9a-fA-F]{40})?$/, 'It must be an address: 0x and 40 hexadecimal digits.'),
    })
    const address = wanted === '' ? undefined : (wanted as Address)
    const account = await accountFromRemoteSigner({ url: signerUrl, address })
    await account.signer.signMessage(new TextEncoder().encode('Millrace: a node is set up with this key.'))
    return { account, settings: { signerUrl, signerAddress: account.address } }
  },
}

/** The node reads it at each start. */
async function writePassword(folder: string, password: string): Promise<string> {
  const file = join(folder, 'password')
  await writeFile(file, `${password}\n`, { mode: 0o600 })
  return file
}
