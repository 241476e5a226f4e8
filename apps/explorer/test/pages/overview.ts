import { describe, expect, test } from 'vitest'
import { expectAccessible, expectNarrow, type Stage, setScenes } from './stage.ts'

/** The network at a glance, where no gateway is. */
export function describeOverview(stage: () => Stage): void {
  describe('the overview of a network', () => {
    const scene = setScenes(stage)
    const plotOf = (title: string) => scene().card(title).getByTestId('plot')

    test('says what the indexer knows, and nothing of streams', async () => {
      const { page, open, card } = scene()
      const answer = await fetch(`${stage().network.url}/v1/overview`)
      const { activeOrchestrators, delegators } = (await answer.json()) as Record<string, number>
      await open()
      await page.getByTestId('orchestrator-row').nth(3).waitFor()
      expect(await card('Orchestrators').getByTestId('headline').textContent()).toBe(
        String(activeOrchestrators),
      )
      expect(await card('Delegators').getByTestId('headline').textContent()).toBe(String(delegators))
      await card('Latest transactions').getByTestId('event').nth(9).waitFor()
      expect(await card('Latest transactions').getByTestId('event').count()).toBe(10)
      expect(await card('Live').count()).toBe(0)
      expect(await page.locator('main').textContent()).not.toMatch(/NaN|undefined|null/)
    })

    test('charts are by what the address says, and read place by place with the keys', async () => {
      const { page, open } = scene()
      await open('/?by=round')
      const plot = plotOf('Fees paid')
      await plot.focus()
      const newest = await plot.getAttribute('aria-valuenow')
      await plot.press('ArrowLeft')
      expect(Number(await plot.getAttribute('aria-valuenow'))).toBe(Number(newest) - 1)
      const round = Number(newest) - 1
      expect(await plot.getAttribute('aria-valuetext')).toMatch(new RegExp(`^Round ${round}: [\\d.]+ ETH$`))
      expect(await page.getByTestId('chart-tooltip').textContent()).toContain(`Round ${round}`)
      await plot.press('Escape')
      expect(await page.getByTestId('chart-tooltip').count()).toBe(0)
      await page.getByRole('radio', { name: 'Day' }).check({ force: true })
      await page.waitForURL(/by=day/)
      await plotOf('Fees paid').focus()
      expect(await plotOf('Fees paid').getAttribute('aria-valuetext')).toMatch(/^\d+ \w+ \d{4}, so far: /)
    })

    test('a chart is a table too, and a file, as long as the chart and as exact as the chain', async () => {
      const { page, open, card } = scene()
      await open('/?by=round')
      const fees = card('Fees paid')
      const count = Number(await plotOf('Fees paid').getAttribute('aria-valuemax'))
      await fees.getByRole('button', { name: 'Fees paid as a table' }).click()
      expect(await fees.getByRole('row').count()).toBe(count + 1)
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        fees.getByRole('button', { name: 'Fees paid as CSV' }).click(),
      ])
      const chunks: Buffer[] = []
      for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer)
      const lines = Buffer.concat(chunks).toString().trimEnd().split('\r\n')
      expect(lines[0]).toBe('Round,Fees paid')
      expect(lines).toHaveLength(count + 1)
    })

    test('nothing moves when data comes', async () => {
      const { fixture, page, open } = scene()
      fixture.indexer = 'silent'
      await open()
      await page.getByTestId('chart-skeleton').nth(7).waitFor()
      const before = await page.getByRole('radio', { name: 'Week' }).evaluate(top)
      const chartBefore = await scene().card('Orchestrators').evaluate(top)
      fixture.indexer = 'answers'
      fixture.dropConnections()
      await page.getByTestId('chart').nth(7).waitFor()
      expect(await page.getByRole('radio', { name: 'Week' }).evaluate(top)).toBe(before)
      expect(await scene().card('Orchestrators').evaluate(top)).toBe(chartBefore)
    })

    test('what was known stays when the indexer goes, with a word since when it is old', async () => {
      const { fixture, page, open, card } = scene()
      await open()
      await page.getByTestId('orchestrator-row').nth(3).waitFor()
      fixture.breakIndexer()
      await page.getByTestId('stale-banner').getByText('The indexer is not heard since').waitFor()
      expect(await card('Top orchestrators').getByTestId('orchestrator-row').count()).toBeGreaterThan(3)
      fixture.indexer = 'answers'
      await page.getByTestId('stale-banner').waitFor({ state: 'detached' })
    })

    test('a network in which nothing has happened is shown as empty', async () => {
      const { fixture, page, open } = scene()
      fixture.indexer = 'empty'
      await open()
      await page.getByText('Nobody has registered yet').waitFor()
      await page.getByText('Nothing has happened yet.').nth(7).waitFor()
    })

    test.each([
      ['light', 390],
      ['dark', 1_360],
    ] as const)('axe finds nothing in %s colours, %i pixels wide', async (colorScheme, width) => {
      const { page, open } = scene()
      await page.emulateMedia({ colorScheme })
      await page.setViewportSize({ width, height: 900 })
      await open()
      await page.getByTestId('chart').nth(7).waitFor()
      await page.getByTestId('event').nth(3).waitFor()
      await expectAccessible(page)
      await expectNarrow(page, width)
    })
  })
}

function top(element: Element): number {
  return Math.round(element.getBoundingClientRect().top)
}
