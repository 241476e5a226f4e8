import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type Actions,
  accountFromPrivateKey,
  type Chain,
  connectChain,
  createActions,
  createKeystore,
  TxSender,
  type UnlockedAccount,
} from '@millrace/chain'
import { deployProtocol } from '@millrace/chain/deploy'
import { silentLogger } from '@millrace/common'
import { createPublicClient, createTestClient, createWalletClient, http, toHex } from 'viem'
import { mnemonicToAccount } from 'viem/accounts'
import { until } from './orchestrator-fixture.ts'

export const ether = 10n ** 18n
const mnemonic = 'test test test test test test test test test test test junk'

function devAccount(index: number): UnlockedAccount {
  const key = mnemonicToAccount(mnemonic, { addressIndex: index }).getHdKey().privateKey
  if (!key) throw new Error('A mnemonic account has a key.')
  return accountFromPrivateKey(toHex(key))
}

export interface Actor extends UnlockedAccount {
  readonly actions: Actions
}

/** The protocol on an anvil of its own, which mines each transaction at once and nothing else. */
export interface TestNetwork extends AsyncDisposable {
  readonly rpcUrl: string
  readonly chain: Chain
  mine(blocks: number): Promise<void>
  /** Lets the chain go on, a few blocks a second, until a condition is met. */
  until(what: string, condition: () => boolean | Promise<boolean>): Promise<void>
  actor(index: number): Actor
  /** Keystore and password file of a test account. */
  keyFiles(index: number): Promise<{ keystoreFile: string; passwordFile: string }>
  setBalance(index: number, wei: bigint): Promise<void>
}

export async function startTestNetwork(): Promise<TestNetwork> {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-anvil-'))
  const binary = createRequire(import.meta.url).resolve('@foundry-rs/anvil-linux-amd64/bin/anvil')
  const options = ['--port', '0', '--max-transactions', '100000', '--cache-path', join(folder, 'cache')]
  const anvil = spawn(binary, options, { stdio: ['ignore', 'pipe', 'inherit'] })
  const rpcUrl = await listening(anvil)
  const { controller, multicall3 } = await deploy(rpcUrl)
  const chain = await connectChain({ rpcUrls: [rpcUrl], controller, multicall3 }, { log: silentLogger() })
  const test = createTestClient({ mode: 'anvil', transport: http(rpcUrl) })
  const senders: TxSender[] = []
  return {
    rpcUrl,
    chain,
    mine: (blocks) => test.mine({ blocks }),
    async until(what, condition) {
      let turn = 0
      await until(what, async () => {
        if (++turn % 10 === 0) await test.mine({ blocks: 1 })
        return condition()
      })
    },
    setBalance: (index, value) => test.setBalance({ address: devAccount(index).address, value }),
    actor(index) {
      const account = devAccount(index)
      const { client } = chain
      const sender = new TxSender(
        { pollIntervalMs: 20 },
        { client, account: account.account, log: silentLogger() },
      )
      senders.push(sender)
      return { ...account, actions: createActions(chain, sender) }
    },
    async keyFiles(index) {
      const file = join(folder, `key-${index}.json`)
      const passwordFile = join(folder, 'password')
      writeFileSync(passwordFile, 'open sesame\n', { mode: 0o600 })
      const { privateKey } = { privateKey: keyOf(index) }
      await createKeystore({ file, passwordFile, privateKey, cost: 'light' })
      return { keystoreFile: file, passwordFile }
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(senders.map((sender) => sender.close()))
      const exited = once(anvil, 'exit')
      anvil.kill('SIGKILL')
      await exited
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function keyOf(index: number): `0x${string}` {
  const key = mnemonicToAccount(mnemonic, { addressIndex: index }).getHdKey().privateKey
  if (!key) throw new Error('A mnemonic account has a key.')
  return toHex(key)
}

async function deploy(rpcUrl: string) {
  const transport = http(rpcUrl)
  const { account, address } = devAccount(0)
  return deployProtocol(
    {
      owner: address,
      token: { name: 'Test Token', symbol: 'TT', domainVersion: '1' },
      parameters: {
        roundLengthBlocks: 60n,
        roundLockPpm: 100_000n,
        unbondingPeriodRounds: 7n,
        numActiveOrchestrators: 3n,
        treasuryRewardCutRate: 0n,
        treasuryBalanceCeiling: 0n,
        unlockPeriodRounds: 2n,
        ticketValidityPeriodRounds: 50n,
        inflationPpb: 220_500n,
        inflationChangePpb: 500n,
        targetBondingRatePpb: 500_000_000n,
      },
      grants: Array.from({ length: 5 }, (_, index) => ({
        to: devAccount(index).address,
        amount: 10_000n * ether,
      })),
    },
    {
      publicClient: createPublicClient({ transport, pollingInterval: 20, cacheTime: 0 }),
      walletClient: createWalletClient({ transport, account }),
      log: silentLogger(),
    },
  )
}

function listening(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = ''
    child.stdout?.on('data', (chunk: Buffer) => {
      output += chunk
      const address = /Listening on (\S+)/.exec(output)?.[1]
      if (address) resolve(`http://${address}`)
    })
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`anvil ended with ${code}: ${output}`)))
  })
}
