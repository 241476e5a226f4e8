import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openPage, type TestPage } from '../../../e2e/support/browser.ts'
import { isLeftOut } from '../../../e2e/support/without.ts'
import { ether } from '../../../packages/chain/test/kit.ts'
import { expectAccessible, expectNarrow, setScenes } from './pages/stage.ts'
import { type people, type StakingNetwork, startStakingNetwork, testAccounts } from './staking-network.ts'
import { describeWallets } from './staking-wallets.ts'
import { close, fillAndSign, sign, unbond, warning } from './step-dialog.ts'

// In order: each test goes on with the stake that the one before it left.
describe.skipIf(isLeftOut('chromium'))('staking, from the first bond to the last withdrawal', () => {
  let network: StakingNetwork
  let browser: TestPage
  beforeAll(async () => {
    ;[network, browser] = await Promise.all([startStakingNetwork(), openPage('about:blank')])
  })
  afterAll(async () => {
    await browser?.close()
    await network?.[Symbol.asyncDispose]()
  })
  const stage = () => ({ network, newPage: () => browser.context.newPage() })
  const scene = setScenes(stage, () => ({ testAccounts }))

  const chain = () => network.protocol.chain
  const orchestrator = (index: 0 | 1) => network.orchestrators[index].account.address
  const delegator = (name: keyof typeof people) => chain().staking.delegator(network.addressOf(name))
  /** The page of an account, seen by its owner or by somebody else. */
  const openOwn = async (name: keyof typeof people, of = name): Promise<Page> => {
    const { page, open } = scene()
    await page.addInitScript((id) => localStorage.setItem('millrace.wallet.31337', id), `test:${name}`)
    await open(`/accounts/${network.addressOf(of)}`)
    await page.getByTestId('portfolio').waitFor()
    return page
  }

  test('a newcomer reads the guide, chooses, sees what comes of it and is bonded', async () => {
    const { page, open } = scene()
    await open('/guide/first-stake')
    await page.getByRole('heading', { name: 'Your first stake' }).waitFor()
    await expectAccessible(page)
    await page.getByRole('link', { name: 'Choose an orchestrator' }).click()
    await page.getByRole('button', { name: `Bond: ${orchestrator(1).toLowerCase()}` }).click()
    await page.getByTestId('bond-amount').fill('100')
    await warning(page, 'locked-until-next-round').waitFor()
    await page
      .getByTestId('outlook')
      .getByText(/stake with it earns about [\d.]+ %/)
      .waitFor()
    await page.getByText('2 transactions to sign').waitFor()
    await expectAccessible(page)
    await sign(page)
    await page.getByTestId('position').getByTestId('stake').getByText('100.00').waitFor()
    await expectAccessible(page)
    expect(await delegator('newcomer')).toMatchObject({ bondedWei: 100n * ether, delegate: orchestrator(1) })
  })

  test('more stake is warned of while the round’s reward would be given up, and not after the call', async () => {
    await network.nextRound()
    await network.nextRound({ isRewarded: false })
    const page = await openOwn('newcomer')
    await page.getByTestId('account-bond').click()
    await page.getByTestId('bond-amount').fill('50')
    await warning(page, 'forfeits-reward').getByText('gives up your part').waitFor()
    for (const { actions } of network.orchestrators) await actions.staking.reward()
    await warning(page, 'forfeits-reward').waitFor({ state: 'detached' })
    await sign(page)
    const { bondedWei } = await delegator('newcomer')
    expect(bondedWei).toBeGreaterThan(150n * ether)
  })

  test('stake moves to another orchestrator at once, and cannot be unbonded before it counts there', async () => {
    const page = await openOwn('newcomer')
    await page.getByTestId('account-move').click()
    await page.getByTestId('field-to').selectOption(orchestrator(0).toLowerCase())
    await page.getByTestId('moves').getByText('All of it moves').waitFor()
    await expectAccessible(page)
    await sign(page)
    expect((await delegator('newcomer')).delegate).toBe(orchestrator(0))
    await page.getByTestId('account-unbond').click()
    await page.getByTestId('bond-amount').fill('1')
    await page.getByTestId('refusal').getByText('counts from round').waitFor()
    expect(await page.getByTestId('bond-submit').isDisabled()).toBe(true)
  })

  test('unbonded stake stands in line, can be bonded again, and is withdrawn when its time has come', async () => {
    await network.nextRound()
    const page = await openOwn('newcomer')
    await unbond(page, '40')
    await page.getByTestId('lock').getByText('in 2 rounds').waitFor()
    await expectAccessible(page)
    await page.getByTestId('rebond-button').click()
    await sign(page)
    await page.getByTestId('lock').waitFor({ state: 'detached' })
    await unbond(page, '30')
    const before = await chain().staking.tokenBalanceWei(network.addressOf('newcomer'))
    await network.nextRound()
    await network.nextRound()
    await page.locator('[data-testid=lock][data-ready=true]').getByTestId('withdraw-stake-button').click()
    await sign(page)
    await page.getByTestId('lock').waitFor({ state: 'detached' })
    const after = await chain().staking.tokenBalanceWei(network.addressOf('newcomer'))
    expect(after - before).toBe(30n * ether)
  })

  test('fees are paid out, to another account only after a warning; earnings are claimed', async () => {
    await network.payFees(orchestrator(0), ether)
    await network.nextRound()
    const page = await openOwn('newcomer')
    await page.getByTestId('account-claim').click()
    await sign(page)
    const claimed = await delegator('newcomer')
    expect(claimed.bondedWei).toBe(claimed.pendingStakeWei)
    await page.getByTestId('account-withdraw-fees').click()
    await page.getByRole('button', { name: 'All', exact: true }).click()
    await page.getByTestId('field-recipient').fill(network.addressOf('friend'))
    await warning(page, 'other-recipient').waitFor()
    const etherOf = () => chain().client.getBalance({ address: network.addressOf('friend') })
    const before = await etherOf()
    await sign(page)
    expect((await etherOf()) - before).toBe(claimed.pendingFeesWei)
    expect((await delegator('newcomer')).pendingFeesWei).toBe(0n)
  })

  test('bonded stake is given to somebody else, after a warning', async () => {
    const page = await openOwn('newcomer')
    await page.getByTestId('account-transfer').click()
    await page.getByTestId('field-receiver').fill(network.addressOf('friend'))
    await page.getByTestId('bond-amount').fill('20')
    await warning(page, 'cannot-be-undone').waitFor()
    await sign(page)
    expect(await delegator('friend')).toMatchObject({ bondedWei: 20n * ether, delegate: orchestrator(0) })
  })

  test('who has unbonded everything chooses anew where it is bonded again', async () => {
    const page = await openOwn('newcomer')
    await page.getByTestId('account-unbond').click()
    await page.getByRole('button', { name: 'All', exact: true }).click()
    await sign(page)
    await page.getByText('Nothing is bonded.').waitFor()
    await page.getByTestId('rebond-button').click()
    await page.getByTestId('field-to').selectOption(orchestrator(1).toLowerCase())
    await sign(page)
    const { delegate, bondedWei } = await delegator('newcomer')
    expect(delegate).toBe(orchestrator(1))
    expect(bondedWei).toBeGreaterThan(100n * ether)
  })

  test('what was earned stands by round, and goes to a file for taxes', async () => {
    await network.indexed()
    const page = await openOwn('newcomer')
    await page.getByTestId('earned').first().waitFor()
    await expectAccessible(page)
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByTestId('tax-csv').click()])
    expect(file.suggestedFilename()).toMatch(/^earnings-0x[0-9a-f]{40}\.csv$/)
  })

  test('an orchestrator is run from a cold account: it registers, sets it up, and names who calls reward', async () => {
    const page = await openOwn('operator')
    await page.getByTestId('become-orchestrator').click()
    await page.getByTestId('bond-amount').fill('3000')
    await warning(page, 'becomes-orchestrator').waitFor()
    await sign(page)
    await page.getByTestId('set-cuts-button').waitFor()
    await network.nextRound()
    await page.getByTestId('set-cuts-button').click()
    await page.getByTestId('field-rewardCut').fill('25')
    await page.getByTestId('field-feeShare').fill('60')
    await page.getByTestId('refusal').getByText('Call reward for round').waitFor()
    await close(page)
    await page.getByTestId('reward-button').click()
    await sign(page)
    await fillAndSign(page, 'set-cuts', { rewardCut: '25', feeShare: '60' })
    await fillAndSign(page, 'set-service-uri', { uri: 'https://orchestrator.example:8935' })
    await fillAndSign(page, 'set-reward-caller', { caller: network.addressOf('node') })
    await expectAccessible(page)
    const operator = network.addressOf('operator')
    expect(await chain().staking.orchestrator(operator)).toMatchObject({
      ...{ rewardCutPpm: 250_000n, feeSharePpm: 600_000n, isActive: true },
      serviceUri: 'https://orchestrator.example:8935',
    })
    expect(await chain().staking.rewardCaller(operator)).toBe(network.addressOf('node'))
  })

  test('the reward caller that was named calls reward, and can do nothing else there', async () => {
    const round = await network.nextRound()
    const page = await openOwn('node', 'operator')
    await page.getByTestId('reward-button').click()
    await sign(page)
    expect(await page.getByTestId('set-cuts-button').count()).toBe(0)
    expect(await chain().staking.orchestrator(network.addressOf('operator'))).toMatchObject({
      lastRewardRound: round,
    })
  })

  test('error: without ether, in a round that nobody began, and while the protocol is paused', async () => {
    const { page, open } = scene()
    await page.addInitScript(() => localStorage.setItem('millrace.wallet.31337', 'test:pauper'))
    await open('/stake')
    await page.getByRole('button', { name: `Bond: ${orchestrator(0).toLowerCase()}` }).click()
    await page.getByTestId('bond-amount').fill('1')
    await page.getByTestId('refusal').getByText('has no ether').waitFor()
    await page.getByTestId('bond-amount').fill('10')
    await page.getByTestId('refusal').getByText('more than this account holds').waitFor()
    await close(page)

    await network.protocol.mine(60)
    const own = await openOwn('newcomer')
    await own.getByTestId('account-bond').click()
    await own.getByTestId('bond-amount').fill('1')
    await own.getByTestId('refusal').getByText('Nobody has begun round').waitFor()
    await own.getByTestId('begin-round').click()
    await own.getByTestId('preview').waitFor()
    await network.setPaused(true)
    await own.getByTestId('refusal').getByText('The protocol is paused').waitFor()
    expect(await own.getByTestId('bond-submit').isDisabled()).toBe(true)
    await network.setPaused(false)
    await own.getByTestId('preview').waitFor()
  })

  test('on a phone everything fits, and a bond is signed in a drawer', async () => {
    const { page } = scene()
    await page.setViewportSize({ width: 390, height: 844 })
    await openOwn('friend')
    await expectNarrow(page, 390)
    await expectAccessible(page)
    await page.getByTestId('account-bond').click()
    await page.getByTestId('bond-amount').fill('3')
    await page.getByTestId('preview').waitFor()
    await expectAccessible(page)
    await expectNarrow(page, 390)
    const { pendingStakeWei } = await delegator('friend')
    await sign(page)
    expect((await delegator('friend')).bondedWei).toBe(pendingStakeWei + 3n * ether)
  })

  describeWallets(stage)
})
