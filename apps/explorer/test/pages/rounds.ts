import { describe, expect, test } from 'vitest'
import { expectAccessible, expectNarrow, type Stage, setScenes } from './stage.ts'

export function describeRounds(stage: () => Stage): void {
  describe('rounds', () => {
    const scene = setScenes(stage)

    test('stand in a list, and each has a page of what was done in it', async () => {
      const { page, open } = scene()
      await open('/rounds')
      await page.getByTestId('round-row').nth(8).waitFor()
      await expectAccessible(page)
      await page.getByRole('link', { name: '12', exact: true }).click()
      await page.getByRole('heading', { name: 'Round 12', level: 1 }).waitFor()
      const rows = page.getByTestId('pool-row')
      await rows.first().waitFor()
      const answer = await fetch(`${stage().network.url}/v1/rounds?round=12`)
      const { items } = (await answer.json()) as {
        items: { activeOrchestrators: number; rewardCalls: number }[]
      }
      expect(await rows.count()).toBe(items[0]?.activeOrchestrators)
      expect(await rows.getByText('called').count()).toBe(items[0]?.rewardCalls)
      await expectAccessible(page)
      await page.setViewportSize({ width: 390, height: 800 })
      await expectNarrow(page, 390)
      await page.getByRole('link', { name: 'Round 13' }).click()
      await page.getByRole('heading', { name: 'Round 13', level: 1 }).waitFor()
    })

    test('the one that goes on says so, and misses nothing yet', async () => {
      const { page, open } = scene()
      const answer = await fetch(`${stage().network.url}/v1/overview`)
      const { round } = (await answer.json()) as { round: { number: number } }
      await open(`/rounds/${round.number}`)
      await page.getByText('This round is not over yet').waitFor()
      await page.getByTestId('pool-row').first().waitFor()
      expect(await page.getByTestId('pool-row').getByText('missed').count()).toBe(0)
    })

    test('keep the place of each figure while they are waited for', async () => {
      const { fixture, page, open } = scene()
      fixture.indexer = 'silent'
      await open('/rounds/12')
      const figures = page.getByTestId('round-figures')
      await figures.waitFor()
      expect(await figures.textContent()).not.toMatch(/\d/)
      const height = await figures.evaluate((element) => element.clientHeight)
      fixture.indexer = 'answers'
      await page.reload()
      await figures
        .getByText('12:')
        .or(figures.getByText(/\d{4}, \d\d:/))
        .first()
        .waitFor()
      expect(await figures.evaluate((element) => element.clientHeight)).toBe(height)
    })

    test('error: what is no round, one that was not begun, and an indexer that does not answer', async () => {
      const { fixture, page, open } = scene()
      await open('/rounds/twelve')
      await page.getByText('This is not the number of a round').waitFor()
      await open('/rounds/999999')
      await page.getByText('There was no such round').waitFor()
      fixture.indexer = 'down'
      await open('/rounds')
      await page.getByText('This could not be read').waitFor()
      fixture.indexer = 'empty'
      await page.getByText('No round has begun yet').waitFor()
    })
  })
}
