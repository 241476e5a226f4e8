import { toHex } from 'viem'
import { describe, expect, test } from 'vitest'
import { deployer } from '../seeded-network.ts'
import { busyStatus, quietStatus, segmentOf, stream } from '../status-fixture.ts'
import { expectNarrow, type Stage, setScenes } from './stage.ts'

/** What a gateway's streams look like, whatever gateway, chain and indexer do. */
export function describeStreams(stage: () => Stage): void {
  describe('the overview beside a gateway', () => {
    const privateKey = toHex(deployer.getHdKey().privateKey ?? new Uint8Array())
    const scene = setScenes(stage, ({ accounts }) => ({
      status: busyStatus(accounts),
      testAccounts: [{ name: 'Test account', privateKey }],
    }))
    const segment = (...rest: Parameters<typeof segmentOf> extends [string, ...infer Rest] ? Rest : never) =>
      segmentOf(stage().accounts.orchestrators[0], ...rest)

    test('before anything has answered every part waits, and no figure is made up', async () => {
      const { fixture, page, open, notices } = scene()
      fixture.chain = 'silent'
      fixture.gateway = 'silent'
      fixture.indexer = 'silent'
      await open()
      await notices('loading').nth(3).waitFor()
      await page.getByTestId('chart-skeleton').nth(7).waitFor()
      expect(await notices('error').count()).toBe(0)
      for (const id of ['deposit', 'reserve', 'round', 'orchestrator-row', 'player', 'chart'])
        expect(await page.getByTestId(id).count(), id).toBe(0)
      expect(await page.locator('main').textContent()).not.toMatch(/NaN|undefined|null|\b0\.0|\b0 /)
    })

    test('a gateway without streams is shown as such', async () => {
      const { fixture, page, open, notices } = scene()
      fixture.status = quietStatus(stage().accounts.gateway)
      await open()
      for (const text of ['No stream yet', 'No segments yet']) await page.getByText(text).waitFor()
      await page.getByTestId('round').waitFor()
      expect(await notices('error').count()).toBe(0)
    })

    test('error: each part says what is missing, and all come when the network does', async () => {
      const { fixture, page, open, card } = scene()
      fixture.chain = 'down'
      fixture.gateway = 'down'
      fixture.indexer = 'down'
      await open()
      await card('Live').getByText('The gateway does not answer').waitFor()
      await card('Round').getByText('The chain could not be read').waitFor()
      await card('Top orchestrators').getByText('This could not be read').waitFor()
      await card('Fees paid').getByText('This could not be read').waitFor()
      fixture.chain = 'answers'
      fixture.gateway = 'answers'
      fixture.indexer = 'answers'
      await page.getByTestId('orchestrator-row').nth(2).waitFor()
      await page.getByTestId('timeline-segment').nth(4).waitFor()
      await page.waitForFunction(() => !document.querySelector('[data-tone=error]'))
    })

    test('error: without a description of the network the page says so, and goes on when it comes', async () => {
      const { fixture, page, open } = scene()
      fixture.config = 'down'
      await open()
      await page.getByText('Nobody says which network this is').waitFor()
      fixture.config = 'answers'
      await page.getByTestId('round').waitFor()
    })

    test('what was known stays when gateway and chain go, with a word since when it is old', async () => {
      const { fixture, page, open } = scene()
      await open()
      await page.getByTestId('timeline-segment').nth(4).waitFor()
      const deposit = await page.getByTestId('deposit').textContent()
      fixture.breakGateway()
      fixture.chain = 'down'
      const banner = page.getByTestId('stale-banner')
      await banner.getByText('The gateway is not heard since').waitFor()
      await banner.getByText('The chain is not heard since').waitFor()
      expect(await page.getByTestId('timeline-segment').count()).toBe(5)
      expect(await page.getByTestId('deposit').textContent()).toBe(deposit)
      fixture.gateway = 'answers'
      fixture.chain = 'answers'
      await page.waitForFunction(() => !document.querySelector('[data-testid=stale-banner]'))
      await page.waitForFunction(() =>
        document.querySelector('[data-testid=freshness]')?.textContent?.includes('gateway live'),
      )
    })

    test('the deposit is followed back through the tickets that were paid from it', async () => {
      const { open, card } = scene()
      await open()
      const funds = card('Gateway’s deposit')
      const plot = funds.getByTestId('plot')
      await plot.focus()
      await plot.press('ArrowRight')
      const now = (await funds.getByTestId('deposit').textContent())?.match(/[\d.]+/)?.[0] ?? ''
      expect(await plot.getAttribute('aria-valuetext')).toContain(Number(now).toFixed(4))
      expect(Number(await funds.getByTestId('tickets-redeemed').textContent())).toBeGreaterThan(0)
    })

    test('events change the page, and one that cannot be understood does not break it', async () => {
      const { fixture, page, open } = scene()
      await open()
      await page.getByTestId('timeline-segment').nth(4).waitFor()
      const lost = segment(6, { state: 'lost' })
      fixture.send('segment', { ...segment(5), durationMs: Number.NaN })
      fixture.send('segment', lost)
      const { status } = fixture
      if (status) fixture.status = { ...status, segments: [...status.segments, lost] }
      await page.locator('[data-testid=timeline-segment][data-state=lost]').waitFor()
      await page.getByText('gateway live').waitFor()
    })

    test.each([
      ['waiting', 'player-overlay', 'Waiting for the encoder'],
      ['payment-required', 'player-advice', 'deposit or reserve is too small'],
      ['no-orchestrators', 'player-advice', 'no orchestrator takes the stream'],
    ] as const)('a stream that is %s says so', async (state, testId, words) => {
      const { fixture, page, open } = scene()
      fixture.status = { ...busyStatus(stage().accounts), streams: [stream(state)] }
      await open()
      await page.getByTestId(testId).getByText(words).waitFor()
    })

    test('a stream that ends and returns is followed without a reload', async () => {
      const { fixture, page, open } = scene()
      await open('/?stream=show')
      await page.getByTestId('player-overlay').getByText('Waiting for the encoder').waitFor()
      fixture.send('stream', stream('ended'))
      await page.getByTestId('player-overlay').getByText('has ended').waitFor()
      fixture.send('stream', stream('live'))
      await page.getByTestId('player-overlay').getByText('first segment').waitFor()
    })

    test('the reason of a state is told by keyboard alone', async () => {
      const { page, open } = scene()
      await open()
      const badge = page.getByRole('button', { name: 'suspended' })
      await badge.focus()
      await page.getByText('Its last segments failed.').waitFor()
      await page.keyboard.press('Escape')
      await page.getByText('Its last segments failed.').waitFor({ state: 'hidden' })
    })

    test('what was found of an orchestrator’s results stands on its page, with reasons, and beside its name', async () => {
      const { fixture, page, open } = scene()
      const [, troubled] = stage().accounts.orchestrators
      await open(`/orchestrators/${troubled}`)
      const checks = page.getByTestId('checks')
      await checks.getByText('Last bad result: segment 3 of show').waitFor()
      expect(await checks.getByTestId('bad-results').textContent()).toBe('2')
      await checks.getByText('The hash distance is 32.000, above 6.25.').waitFor()
      const status = busyStatus(stage().accounts)
      const orchestrators = status.orchestrators.map((seen) => ({ ...seen, state: 'ready' as const }))
      fixture.status = { ...status, orchestrators }
      await open()
      await page.getByRole('button', { name: 'bad results' }).focus()
      await page.getByText('Of 18 results that this gateway checked, 2 were not what was ordered.').waitFor()
    })

    test('error: the bond dialog refuses more than there is', async () => {
      const { page, open } = scene()
      await open()
      await page.getByTestId('bond-button').first().click()
      await page.getByTestId('bond-amount').fill('999999999')
      await page.getByText('That is more than this account holds').waitFor()
      expect(await page.getByTestId('bond-submit').isDisabled()).toBe(true)
      await page.keyboard.press('Escape')
      await page.getByTestId('bond-dialog').waitFor({ state: 'detached' })
    })

    test('error: an address that is none, and a page that is not there', async () => {
      const { page, open } = scene()
      await open('/orchestrators/0x12')
      await page.getByText('This is not an address').waitFor()
      await open('/nowhere')
      await page.getByText('There is no such page').waitFor()
    })

    test.each([390, 1024])('nothing is wider than a screen of %i pixels', async (width) => {
      const { page, open } = scene()
      await page.setViewportSize({ width, height: 800 })
      for (const path of ['/', `/orchestrators/${stage().accounts.orchestrators[1]}`]) {
        await open(path)
        await page.getByText('us-east').locator('visible=true').first().waitFor()
        await expectNarrow(page, width)
      }
    })
  })
}
