import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createKeystore } from '@millrace/chain'
import { account, type Protocol, privateKey, startProtocol } from '@millrace/chain/testing'
import { until } from './orchestrator-fixture.ts'

/** The protocol on an anvil of its own, which mines each transaction at once and nothing else. */
export interface TestNetwork
  extends Pick<Protocol, 'rpcUrl' | 'chain' | 'actor' | 'mine' | 'anvil' | 'nextRound'>,
    AsyncDisposable {
  /** Lets the chain go on, a few blocks a second, until a condition is met. */
  until(what: string, condition: () => boolean | Promise<boolean>): Promise<void>
  /** Keystore and password file of a test account. */
  keyFiles(index: number): Promise<{ keystoreFile: string; passwordFile: string }>
  setBalance(index: number, wei: bigint): Promise<void>
}

export async function startTestNetwork(
  parameters: Parameters<typeof startProtocol>[0] = {},
): Promise<TestNetwork> {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-keys-'))
  const protocol = await startProtocol({ ticketValidityPeriodRounds: 50n, ...parameters })
  return {
    ...protocol,
    async until(what, condition) {
      let turn = 0
      await until(what, async () => {
        if (++turn % 10 === 0) await protocol.mine(1)
        return condition()
      })
    },
    setBalance: (index, value) => protocol.anvil.setBalance({ address: account(index).address, value }),
    async keyFiles(index) {
      const keystoreFile = join(folder, `key-${index}.json`)
      const passwordFile = join(folder, 'password')
      writeFileSync(passwordFile, 'open sesame\n', { mode: 0o600 })
      if (!existsSync(keystoreFile))
        await createKeystore({
          file: keystoreFile,
          passwordFile,
          privateKey: privateKey(index),
          cost: 'light',
        })
      return { keystoreFile, passwordFile }
    },
    async [Symbol.asyncDispose]() {
      await protocol[Symbol.asyncDispose]()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
