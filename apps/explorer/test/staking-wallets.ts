import { multicall3Abi } from '@millrace/abi'
import type { Page } from 'playwright-core'
import { type Address, createWalletClient, encodeFunctionData, type Hex, http } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { foundry } from 'viem/chains'
import { describe, expect, test } from 'vitest'
import { ether, privateKey } from '../../../packages/chain/test/kit.ts'
import { injectWallet } from './injected-wallet.ts'
import { setScenes } from './pages/stage.ts'
import { people, type StakingNetwork, testAccounts } from './staking-network.ts'
import { close, sign } from './step-dialog.ts'

interface WalletStage {
  readonly network: StakingNetwork
  readonly newPage: () => Promise<Page>
}

/** Bonding with wallets of the browser, as their owners and the wallets themselves go about it. */
export function describeWallets(stage: () => WalletStage): void {
  describe('with a wallet of the browser', () => {
    const scene = setScenes(stage, () => ({ testAccounts }))
    const first = () => stage().network.orchestrators[0].account.address
    const delegatorOf = (account: Address) => stage().network.protocol.chain.staking.delegator(account)

    /** Chooses the wallet, and opens the dialog in which it bonds. */
    const connect = async (button: string) => {
      const { page, open } = scene()
      await open('/stake')
      await page.getByTestId('wallet-button').click()
      const offer = page.locator('[data-testid=wallet-offer][data-id="test.extension"]')
      await offer.click()
      await offer.and(page.locator('[aria-pressed=true]')).waitFor()
      await close(page)
      await page.getByRole('button', { name: `${button}: ${first().toLowerCase()}` }).click()
    }

    test('a wallet of the browser is asked to change its network; what it declines is not sent', async () => {
      const { page } = scene()
      const { network } = stage()
      const account = network.addressOf('friend')
      await injectWallet(page, { account, rpcUrl: network.rpcUrl })
      await connect('Bond more')
      await page.getByTestId('bond-amount').fill('7')
      await page.getByTestId('wrong-network').waitFor()
      expect(await page.getByTestId('bond-submit').isDisabled()).toBe(true)
      await page.getByRole('button', { name: 'Switch the wallet’s network' }).click()
      await page.getByTestId('wrong-network').waitFor({ state: 'detached' })
      await page.evaluate(() => Object.assign(window.injectedWallet, { declines: true }))
      await page.getByTestId('bond-submit').click()
      await page.getByText('You declined in the wallet. Nothing was sent.').waitFor()
      await page.evaluate(() => Object.assign(window.injectedWallet, { declines: false }))
      const { pendingStakeWei } = await delegatorOf(account)
      await sign(page)
      expect((await delegatorOf(account)).bondedWei).toBe(pendingStakeWei + 7n * ether)
    })

    test('one that bundles approves and bonds by one signature, in one transaction', async () => {
      const { page } = scene()
      const { network } = stage()
      const account = network.addressOf('bundler')
      await injectWallet(page, { account, rpcUrl: network.rpcUrl, chainId: '0x7a69', isAtomic: true })
      await page.exposeFunction('sendBundle', (calls: readonly Call[]) => sendBundle(network, calls))
      await connect('Bond')
      await page.getByTestId('bond-amount').fill('9')
      await page.getByText('One transaction to sign.').waitFor()
      await sign(page)
      expect(await delegatorOf(account)).toMatchObject({ bondedWei: 9n * ether, delegate: first() })
      const asked = await page.evaluate(() => window.injectedWallet.asked)
      expect(asked.filter((method) => method.includes('send'))).toEqual(['wallet_sendCalls'])
    })
  })
}

interface Call {
  readonly to: Address
  readonly data: Hex
}

/** What the wallet does with a bundle: its account runs code that makes all calls or none (EIP-7702). */
async function sendBundle({ rpcUrl, deployment }: StakingNetwork, calls: readonly Call[]): Promise<Hex> {
  const account = privateKeyToAccount(privateKey(people.bundler))
  const wallet = createWalletClient({ account, chain: foundry, transport: http(rpcUrl) })
  const { multicall3: contractAddress } = deployment
  if (!contractAddress) throw new Error('The network has a Multicall3.')
  const authorization = await wallet.signAuthorization({ contractAddress, executor: 'self' })
  const bundle = calls.map(({ to, data }) => ({ target: to, callData: data, allowFailure: false }))
  const data = encodeFunctionData({ abi: multicall3Abi, functionName: 'aggregate3', args: [bundle] })
  return wallet.sendTransaction({
    to: account.address,
    data,
    authorizationList: [authorization],
    gas: 3_000_000n,
  })
}
