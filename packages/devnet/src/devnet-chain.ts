import { readFile } from 'node:fs/promises'
import { connectRpc, evmChain } from '@millrace/chain'
import type { Logger } from '@millrace/common'
import {
  type Account,
  type Chain,
  createPublicClient,
  createWalletClient,
  http,
  type PublicClient,
  type Transport,
  type WalletClient,
} from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { accountsOf, type DevnetAccount, type DevnetAccounts, publicMnemonic } from './accounts.ts'
import { startAnvil } from './chain/anvil.ts'
import { ChainFundsError, ForeignChainError, MnemonicFileError } from './errors.ts'
import type { DevnetSettings } from './settings.ts'

/** A chain with accounts that can pay: what a network is set up on. */
export interface DevnetChain {
  readonly rpcUrl: string
  readonly chain: Chain
  readonly client: PublicClient
  readonly accounts: DevnetAccounts
  /** Whether it is the embedded one, whose blocks may be mined at will. */
  readonly isEmbedded: boolean
  /** Brings it to the disk at once, where that is ours to do. */
  save(): Promise<void>
  close(): Promise<void>
}

/** Signs and sends from one of the accounts. */
export function walletOf(
  { chain, rpcUrl }: DevnetChain,
  { privateKey }: DevnetAccount,
): WalletClient<Transport, Chain, Account> {
  return createWalletClient({ account: privateKeyToAccount(privateKey), chain, transport: http(rpcUrl) })
}

interface OpenChainOptions {
  readonly dataDir: string
  readonly port: number
  /** When a new embedded chain began; by default now. */
  readonly genesisSeconds?: number | undefined
  readonly log: Logger
}

/**
 * The chain of the settings: the embedded one, or the one at `rpcUrl`.
 * @throws {ForeignChainError | ChainFundsError | MnemonicFileError} beside what starting the embedded chain throws.
 */
export async function openChain(
  settings: DevnetSettings,
  { dataDir, port, genesisSeconds, log }: OpenChainOptions,
): Promise<DevnetChain> {
  const accounts = accountsOf(await readMnemonic(settings), settings.orchestrators.length)
  if (settings.rpcUrl === undefined) {
    const { blockTimeSeconds } = settings
    const anvil = await startAnvil({ dataDir, port, blockTimeSeconds, accounts: 50, genesisSeconds }, { log })
    const save = () => anvil.save().then(() => undefined)
    return { ...(await connect(anvil.rpcUrl)), accounts, isEmbedded: true, save, close: () => anvil.close() }
  }
  const connected = await connect(settings.rpcUrl).catch((cause) => {
    throw new ForeignChainError({ host: new URL(settings.rpcUrl ?? '').host, cause })
  })
  await checkFunds(connected.client, accounts)
  const nothing = async () => undefined
  return { ...connected, accounts, isEmbedded: false, save: nothing, close: nothing }
}

async function connect(rpcUrl: string): Promise<Pick<DevnetChain, 'rpcUrl' | 'chain' | 'client'>> {
  const { chainId, transport } = await connectRpc({ rpcUrls: [rpcUrl] })
  const chain = evmChain(chainId, { rpcUrl })
  return {
    rpcUrl,
    chain,
    client: createPublicClient({ chain, transport, pollingInterval: 200, cacheTime: 0 }),
  }
}

async function readMnemonic({ mnemonicFile }: DevnetSettings): Promise<string> {
  if (mnemonicFile === undefined) return publicMnemonic
  try {
    const mnemonic = (await readFile(mnemonicFile, 'utf8')).trim()
    accountsOf(mnemonic, 0)
    return mnemonic
  } catch (cause) {
    throw new MnemonicFileError({ file: mnemonicFile, cause })
  }
}

async function checkFunds(
  client: PublicClient,
  { deployer, gateway, orchestrators }: DevnetAccounts,
): Promise<void> {
  for (const { address } of [deployer, gateway, ...orchestrators]) {
    if ((await client.getBalance({ address })) === 0n)
      throw new ChainFundsError({ address, chainId: await client.getChainId() })
  }
}
