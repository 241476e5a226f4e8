import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { writeContract } from 'viem/actions'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openPage, type TestPage } from '../../../e2e/support/browser.ts'
import { isLeftOut } from '../../../e2e/support/without.ts'
import { ether } from '../../../packages/chain/test/kit.ts'
import { ScriptedWallet } from './scripted-wallet.ts'
import {
  orchestratorIndexes,
  type StakingNetwork,
  startStakingNetwork,
  testAccountIndex,
  walletIndex,
} from './staking-network.ts'

const axePath = createRequire(import.meta.url).resolve('axe-core/axe.min.js')
const phone = { width: 390, height: 844 }
const desktop = { width: 1_360, height: 900 }

describe.skipIf(isLeftOut('chromium'))('staking in a browser, with real transactions', () => {
  let network: StakingNetwork
  let browser: TestPage
  let page: Page
  const thrown: string[] = []

  beforeAll(async () => {
    if (!existsSync(fileURLToPath(new URL('../dist/index.html', import.meta.url))))
      throw new Error('The explorer is not built. Run: npm run setup')
    network = await startStakingNetwork()
    browser = await openPage('about:blank')
    page = await freshPage()
  }, 120_000)
  afterAll(async () => {
    await browser?.close()
    await network?.[Symbol.asyncDispose]()
  })

  async function freshPage(): Promise<Page> {
    const opened = await browser.context.newPage()
    opened.on('pageerror', (error) => thrown.push(String(error)))
    // Pages may not load programs from elsewhere; what a test runs in them comes before.
    await opened.addInitScript({ path: axePath })
    await opened.setViewportSize(desktop)
    return opened
  }

  const accountOf = (index: number) => network.protocol.actor(index).account.address
  const open = (path: string) => page.goto(`${network.url}${path}`)
  const dialog = () => page.getByTestId('bond-dialog')
  const submit = () => dialog().getByTestId('bond-submit')
  const warning = (code: string) => dialog().locator(`[data-testid=warning][data-code=${code}]`)
  const choice = (index: number) =>
    page.getByTestId('choice').filter({ hasText: new RegExp(accountOf(index).slice(2, 6), 'i') })
  const delegatorOf = (index: number) => network.protocol.chain.staking.delegator(accountOf(index))

  async function confirm(): Promise<void> {
    await submit().click()
    await page.getByTestId('bond-done').waitFor()
    await page.keyboard.press('Escape')
    await dialog().waitFor({ state: 'detached' })
  }

  /** @returns what axe finds wrong on the page as it is */
  async function findings(): Promise<readonly string[]> {
    return page.evaluate(async () => {
      const { axe } = window as unknown as {
        axe: {
          run: () => Promise<{ violations: readonly { id: string; nodes: readonly { html: string }[] }[] }>
        }
      }
      const { violations } = await axe.run()
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
    })
  }

  test('a newcomer bonds with a test account: the effect is shown first, and holds afterwards', async () => {
    await open('/stake')
    await choice(orchestratorIndexes[1]).getByTestId('bond-button').click()
    await dialog().getByTestId('bond-amount').fill('1500')
    await dialog().getByText('2 transactions to sign').waitFor()
    await warning('locked-until-next-round').waitFor()
    expect(await findings()).toEqual([])
    await confirm()
    expect(await delegatorOf(testAccountIndex)).toMatchObject({
      ...{ status: 'pending', bondedWei: 1_500n * ether, delegate: accountOf(orchestratorIndexes[1]) },
    })
    await page.getByTestId('position').getByText('1 500.00').waitFor()
    // Exactly what was bonded was allowed to be taken.
    const { token, bondingManager } = network.protocol.chain.contracts
    const args = [accountOf(testAccountIndex), bondingManager.address] as const
    const allowance = { ...token, functionName: 'allowance', args } as const
    expect(await network.protocol.chain.client.readContract(allowance)).toBe(0n)
  })

  test('before the delegate has called reward, and while stake is pending, the page says so', async () => {
    await open(`/accounts/${accountOf(testAccountIndex)}`)
    await page.getByTestId('account-unbond').click()
    await dialog().getByTestId('bond-amount').fill('1')
    await dialog().getByText('it can be unbonded or transferred from then on').waitFor()
    expect(await submit().isDisabled()).toBe(true)
    await page.keyboard.press('Escape')
    await network.protocol.nextRound()
    await page.getByTestId('account-bond').click()
    await dialog().getByTestId('bond-amount').fill('500')
    await warning('forfeits-reward').waitFor()
    await page.keyboard.press('Escape')
    for (const index of orchestratorIndexes) await network.protocol.actor(index).actions.staking.reward()
  })

  test('more stake, then all of it moved to another orchestrator', async () => {
    await page.getByTestId('account-bond').click()
    await dialog().getByTestId('bond-amount').fill('500')
    await dialog().getByTestId('preview').waitFor()
    expect(await warning('forfeits-reward').count()).toBe(0)
    await confirm()
    const { pendingStakeWei } = await delegatorOf(testAccountIndex)
    expect(pendingStakeWei).toBeGreaterThan(2_000n * ether)
    await page.getByTestId('account-move').click()
    await dialog().getByTestId('field-to').selectOption(accountOf(orchestratorIndexes[0]).toLowerCase())
    await confirm()
    expect(await delegatorOf(testAccountIndex)).toMatchObject({
      ...{ delegate: accountOf(orchestratorIndexes[0]), pendingStakeWei },
    })
  })

  test('part is unbonded, bonded again, and then all of it unbonded, rewards included', async () => {
    await network.nextRound()
    await network.payFees(ether)
    await page.getByTestId('account-unbond').click()
    await dialog().getByTestId('bond-amount').fill('1000')
    await dialog().getByTestId('unlock').waitFor()
    await confirm()
    const lock = page.locator('[data-testid=lock][data-ready=false]')
    await lock.getByText('1 000.00').waitFor()
    await lock.getByTestId('rebond-button').click()
    await confirm()
    await page.getByText('No stake is being unbonded.').waitFor()
    await page.getByTestId('account-unbond').click()
    await dialog().getByRole('button', { name: 'All' }).click()
    await confirm()
    expect(await delegatorOf(testAccountIndex)).toMatchObject({ status: 'unbonded', pendingStakeWei: 0n })
    await page.getByTestId('portfolio').getByText('Nothing is bonded.').waitFor()
  })

  test('fees are withdrawn, and stake when the unbonding period is over; on a phone', async () => {
    await page.setViewportSize(phone)
    expect((await delegatorOf(testAccountIndex)).pendingFeesWei).toBeGreaterThan(0n)
    await page.getByTestId('account-withdraw-fees').click()
    await dialog().getByRole('button', { name: 'All' }).click()
    await dialog().getByTestId('preview').waitFor()
    expect(await findings()).toEqual([])
    await confirm()
    expect((await delegatorOf(testAccountIndex)).pendingFeesWei).toBe(0n)
    for (let rounds = 0; rounds < 2; rounds++) await network.nextRound()
    await page.locator('[data-testid=lock][data-ready=true]').getByTestId('withdraw-stake-button').click()
    await confirm()
    await page.getByText('No stake is being unbonded.').waitFor()
    expect(await network.protocol.chain.staking.tokenBalanceWei(accountOf(testAccountIndex))).toBeGreaterThan(
      1_000_000n * ether,
    )
    await page.getByTestId('earned').first().waitFor()
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(phone.width)
    expect(await findings()).toEqual([])
    await page.setViewportSize(desktop)
  })

  test('earnings can be had as a file for taxes', async () => {
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByTestId('tax-csv').click()])
    const chunks: Buffer[] = []
    for await (const chunk of await file.createReadStream()) chunks.push(chunk as Buffer)
    const [header, ...rounds] = Buffer.concat(chunks).toString('utf8').trim().split('\r\n')
    expect(header).toBe('round,time,orchestrator,stake TT,rewards TT,fees ETH')
    expect(rounds.length).toBeGreaterThan(1)
  })

  test('error: a wallet on another network, a declined signature; nothing is sent until both are right', async () => {
    const wallet = new ScriptedWallet(network.protocol, accountOf(walletIndex))
    page = await freshPage()
    await wallet.install(page)
    wallet.chainId = 1
    await open('/stake')
    await page.getByTestId('wallet-button').click()
    await page.locator('[data-testid=wallet-offer][data-id="example.scripted"]').click()
    await page.getByTestId('wallet-dialog').getByText(accountOf(walletIndex)).waitFor()
    await page.keyboard.press('Escape')
    await choice(orchestratorIndexes[0]).getByTestId('bond-button').click()
    await dialog().getByTestId('bond-amount').fill('10')
    await dialog().getByTestId('preview').waitFor()
    expect(await submit().isDisabled()).toBe(true)
    await dialog().getByTestId('wrong-network').getByRole('button').click()
    await dialog().getByTestId('wrong-network').waitFor({ state: 'detached' })
    wallet.declinesNext = true
    await submit().click()
    await dialog().getByText('You declined in the wallet').waitFor()
    expect(wallet.asked).toBe(1)
    await confirm()
    expect(wallet.asked).toBe(3)
    expect(await delegatorOf(walletIndex)).toMatchObject({ bondedWei: 10n * ether })
  })

  test('the wallet is remembered; a round that nobody has begun can be begun by anybody', async () => {
    const { protocol } = network
    const { startBlock, lengthBlocks } = await protocol.chain.rounds.current()
    await protocol.mine(Number(startBlock + lengthBlocks - (await protocol.chain.blockNumbers.latest())))
    await open(`/accounts/${accountOf(walletIndex)}`)
    await page.getByTestId('account-bond').click()
    await dialog().getByTestId('bond-amount').fill('5')
    await dialog().getByText('nothing can be staked before').waitFor()
    await dialog().getByTestId('begin-round').click()
    await dialog().getByTestId('preview').waitFor()
    await page.keyboard.press('Escape')
  })

  test('error: while the protocol is paused only exits are open', async () => {
    const { anvil, chain } = network.protocol
    const { controller } = chain.contracts
    const owner = await chain.client.readContract({ ...controller, functionName: 'owner' })
    await anvil.impersonateAccount({ address: owner })
    const pause = async (functionName: 'pause' | 'unpause') => {
      const hash = await writeContract(anvil, { ...controller, functionName, account: owner, chain: null })
      await chain.client.waitForTransactionReceipt({ hash, pollingInterval: 20 })
    }
    await pause('pause')
    await page.getByTestId('account-bond').click()
    await dialog().getByTestId('bond-amount').fill('5')
    await dialog().getByText('The protocol is paused: only funds can be taken out.').waitFor()
    expect(await submit().isDisabled()).toBe(true)
    await page.keyboard.press('Escape')
    await page.getByTestId('account-unbond').click()
    await dialog().getByTestId('bond-amount').fill('4')
    await warning('exits-only').waitFor()
    await confirm()
    await pause('unpause')
  })

  test('an orchestrator works from its own account: its cuts are locked at a round’s end', async () => {
    const { protocol } = network
    const orchestrator = accountOf(orchestratorIndexes[0])
    await open(`/accounts/${orchestrator}`)
    await page.getByText('Orchestrator’s desk').waitFor()
    await page.getByText('keeps 10 % of rewards, gives 50 % of fees').waitFor()
    expect(await page.getByTestId('set-cuts-button').count()).toBe(0)
    const wallet = new ScriptedWallet(protocol, orchestrator)
    page = await freshPage()
    await wallet.install(page)
    await open(`/accounts/${orchestrator}`)
    await page.getByTestId('set-cuts-button').click()
    await dialog().getByTestId('field-rewardCut').fill('7.5')
    await dialog().getByText('Call reward for round').waitFor()
    await page.keyboard.press('Escape')
    await page.getByTestId('reward-button').click()
    await confirm()
    await page.getByTestId('set-cuts-button').click()
    await dialog().getByTestId('field-rewardCut').fill('7.5')
    await confirm()
    await page.getByText('keeps 7.5 % of rewards, gives 50 % of fees').waitFor()
    await page.getByTestId('set-service-uri-button').click()
    await dialog().getByTestId('field-uri').fill('http://nowhere')
    await dialog().getByText('Enter an address such as').waitFor()
    await dialog().getByTestId('field-uri').fill('https://orchestrator.example:8935')
    await confirm()
    await page.getByText('https://orchestrator.example:8935').waitFor()
  })

  test('the guide and the choice have nothing that axe finds, and no page has thrown', async () => {
    for (const path of ['/guide/first-stake', '/stake']) {
      await open(path)
      await page.getByRole('heading', { level: 1 }).waitFor()
      expect(await findings(), path).toEqual([])
    }
    expect(thrown).toEqual([])
  })
})
