import { describe, expect, test } from 'vitest'
import { expectAccessible, expectNarrow, type Stage, setScenes } from './stage.ts'

/** The page of one orchestrator. */
export function describeOrchestrator(stage: () => Stage): void {
  const ask = async <Answer>(path: string) =>
    (await (await fetch(`${stage().network.url}${path}`)).json()) as Answer

  describe('an orchestrator', () => {
    const scene = setScenes(stage)
    const working = () => `/orchestrators/${stage().accounts.orchestrators[0]}`

    test('is told whole: record, forecast with its range, rounds, cuts, delegators, transactions', async () => {
      const { page, open, card } = scene()
      const [address] = stage().accounts.orchestrators
      const { orchestrator } = await ask<{ orchestrator: { callsMade: number; callsDue: number } }>(
        `/v1/orchestrators/${address}`,
      )
      await open(working())
      await card('Record').getByText(`${orchestrator.callsMade} of ${orchestrator.callsDue}`).waitFor()
      const forecast = page.getByTestId('forecast')
      await forecast.getByText(/% – .*%/).waitFor()
      await card('Earnings by round').getByTestId('plot').nth(1).waitFor()
      await card('Cuts').getByTestId('plot').waitFor()
      await card('Delegators').getByTestId('delegator').first().waitFor()
      await card('Transactions').getByTestId('event').nth(9).waitFor()
      expect(await page.locator('main').textContent()).not.toMatch(/NaN|undefined|null/)
      await page.getByText('How this is computed').click()
      await page.getByText('Chance of a reward call', { exact: true }).waitFor()
      await expectAccessible(page)
      await page.emulateMedia({ colorScheme: 'dark' })
      await expectAccessible(page)
    })

    test('its forecast follows the question, which stands in the address', async () => {
      const { page, open } = scene()
      await open(`${working()}?rounds=30`)
      const forecast = page.getByTestId('forecast')
      await forecast.getByText(/TEST/).first().waitFor()
      const before = await forecast.textContent()
      await page.getByLabel('Stake (TEST)').fill('2000')
      await page.waitForURL(/principal=/)
      await page.waitForFunction(
        (text) => document.querySelector('[data-testid=forecast]')?.textContent !== text,
        before,
      )
      await page.reload()
      await forecast.getByText(/TEST/).first().waitFor()
      expect(await page.getByLabel('Stake (TEST)').inputValue()).toBe('2000')
    })

    test('tells which reward calls it missed and what each cost, exactly those', async () => {
      const { open, card } = scene()
      const { items } = await ask<{ items: { orchestrator: string; missedRewardsWei: string | null }[] }>(
        '/v1/pools?limit=500',
      )
      const missed = items.filter(({ missedRewardsWei }) => missedRewardsWei !== null)
      const unreliable = missed[0]?.orchestrator ?? ''
      const calls = missed.filter(({ orchestrator }) => orchestrator === unreliable)
      await open(`/orchestrators/${unreliable}`)
      await card('Missed reward calls').getByTestId('missed-call').first().waitFor()
      expect(await card('Missed reward calls').getByTestId('missed-call').count()).toBe(
        Math.min(10, calls.length),
      )
    })

    test('warns of a reward cut that jumped', async () => {
      const { page, open } = scene()
      const { items } = await ask<{
        items: { orchestrator: string; rewardCut: number; previousRewardCut: number }[]
      }>('/v1/cut-changes?limit=500')
      const jump = items.find(
        ({ rewardCut, previousRewardCut }) =>
          previousRewardCut > 0 && rewardCut - previousRewardCut >= 500_000,
      )
      await open(`/orchestrators/${jump?.orchestrator}`)
      await page.getByTestId('cut-spike').getByText('rose from').waitFor()
    })

    test('goes through long tables page by page', async () => {
      const { open, card } = scene()
      await open(working())
      const transactions = card('Transactions')
      await transactions.getByTestId('event').first().waitFor()
      const first = await transactions.getByTestId('event').first().textContent()
      await transactions.getByRole('button', { name: 'Next' }).click()
      await transactions.getByText(/^11–20 of/).waitFor()
      expect(await transactions.getByTestId('event').first().textContent()).not.toBe(first)
      await transactions.getByRole('button', { name: 'Previous' }).click()
      await transactions.getByText(/^1–10 of/).waitFor()
    })

    test('keeps the place of its figures while they are waited for', async () => {
      const { fixture, open, card } = scene()
      fixture.indexer = 'silent'
      await open(working())
      await card('Record').waitFor()
      expect(await card('Record').locator('dd').allTextContents()).not.toContainEqual(
        expect.stringMatching(/\d|–/),
      )
      const before = await card('Record').boundingBox()
      fixture.indexer = 'answers'
      fixture.dropConnections()
      await card('Record')
        .getByText(/^round \d/)
        .first()
        .waitFor()
      expect((await card('Record').boundingBox())?.height).toBe(before?.height)
    })

    test('error: what is no address, an account that is no orchestrator, and an indexer that fails', async () => {
      const { fixture, page, open, card } = scene()
      await open('/orchestrators/0x12')
      await page.getByText('This is not an address').waitFor()
      await open(`/orchestrators/0x${'9'.repeat(40)}`)
      await page.getByText('Not an orchestrator').waitFor()
      await expectAccessible(page)
      fixture.indexer = 'down'
      await open(working())
      await card('Record').getByText('This could not be read').waitFor()
      fixture.indexer = 'answers'
      await card('Record')
        .getByText(/^round \d/)
        .first()
        .waitFor()
    })

    test('fits a phone', async () => {
      const { page, open, card } = scene()
      await page.setViewportSize({ width: 390, height: 800 })
      await open(working())
      await card('Transactions').getByTestId('event').first().waitFor()
      await card('Earnings by round').getByTestId('plot').first().waitFor()
      await expectNarrow(page, 390)
      await expectAccessible(page)
    })
  })
}
