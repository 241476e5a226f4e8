import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createKeystore } from '@millrace/chain'
import { startScratchChain } from '@millrace/devnet'
import {
  type Address,
  createPublicClient,
  createTestClient,
  createWalletClient,
  type Hex,
  http,
  type PublicClient,
  parseEther,
  type TestClient,
} from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { createProgram } from '../src/program.ts'

// Well-known keys.
const keys = {
  deployer: '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80',
  owner: '0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d',
  stranger: '0x5de4111afa1a4b94908f83103eb1f1706367c2e68ca870fc3fb9a804cdab365a',
} as const

export type Person = keyof typeof keys

/** A chain, a folder, and people with keystores and ether. */
export interface Stage extends AsyncDisposable {
  readonly rpcUrl: string
  readonly folder: string
  readonly client: PublicClient
  readonly anvil: TestClient
  address(person: Person): Address
  /** Flags that send as somebody. */
  keyOf(person: Person): string[]
  /** Makes calls as any account, with or without a key. */
  makeCalls(from: Address, calls: readonly UnsignedCall[]): Promise<void>
}

export interface UnsignedCall {
  readonly to: Address | null
  readonly data: Hex
  readonly value: string
}

export async function openStage({ chainId = 31337 } = {}): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-cli-'))
  const scratch = await startScratchChain({ chainId })
  const transport = http(scratch.rpcUrl)
  const client = createPublicClient({ transport, cacheTime: 0, pollingInterval: 20 })
  const anvil = createTestClient({ mode: 'anvil', transport })
  const passwordFile = join(folder, 'password')
  await writeFile(passwordFile, 'a password\n')
  const address = (person: Person) => privateKeyToAccount(keys[person]).address
  const keystoreOf = (person: Person) => join(folder, `${person}.json`)
  for (const person of Object.keys(keys) as Person[]) {
    await createKeystore({ file: keystoreOf(person), passwordFile, privateKey: keys[person], cost: 'light' })
    await anvil.setBalance({ address: address(person), value: parseEther('100') })
  }
  return {
    rpcUrl: scratch.rpcUrl,
    folder,
    client,
    anvil,
    address,
    keyOf: (person) => ['--keystore-file', keystoreOf(person), '--password-file', passwordFile],
    async makeCalls(from, calls) {
      await anvil.impersonateAccount({ address: from })
      await anvil.setBalance({ address: from, value: parseEther('100') })
      const wallet = createWalletClient({ account: from, transport })
      for (const { to, data, value } of calls) {
        const hash = await wallet.sendTransaction({
          chain: null,
          data,
          value: BigInt(value),
          ...(to && { to }),
        })
        const { status } = await client.waitForTransactionReceipt({ hash })
        if (status !== 'success') throw new Error(`the call to ${to} with ${data} reverted`)
      }
      await anvil.stopImpersonatingAccount({ address: from })
    },
    async [Symbol.asyncDispose]() {
      await scratch[Symbol.asyncDispose]()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

export interface Output {
  readonly stdout: string
  readonly stderr: string
}

/** Runs a command in this process. Rejects with what would be reported to a person. */
export async function millrace(...args: readonly string[]): Promise<Output> {
  const output = { stdout: '', stderr: '' }
  const restore = (['stdout', 'stderr'] as const).map((name) => {
    const { write } = process[name]
    process[name].write = (chunk: string | Uint8Array) => {
      output[name] += String(chunk)
      return true
    }
    return () => {
      process[name].write = write
    }
  })
  try {
    await createProgram().parseAsync(['node', 'millrace', ...args])
    return output
  } finally {
    for (const undo of restore) undo()
  }
}
