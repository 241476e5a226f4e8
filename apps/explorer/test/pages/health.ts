import { concentrationOf } from '@millrace/common/concentration'
import { describe, expect, test } from 'vitest'
import { expectAccessible, expectNarrow, type Stage, setScenes } from './stage.ts'

export function describeHealth(stage: () => Stage): void {
  describe('the network’s health', () => {
    const scene = setScenes(stage)
    const textOf = (id: string) => scene().page.getByTestId(id).textContent()

    test('is measured from each account’s stake, with its formula and its trend', async () => {
      const { page, open, card } = scene()
      const answer = await fetch(`${stage().network.url}/v1/orchestrators?state=active&limit=500`)
      const { items } = (await answer.json()) as { items: { delegatedStakeWei: string }[] }
      const known = concentrationOf(items.map(({ delegatedStakeWei }) => BigInt(delegatedStakeWei)))
      await open('/health')
      await page.getByTestId('gini').getByText(/\d/).waitFor()
      expect(await textOf('gini')).toBe(known.gini?.toFixed(3))
      expect(await textOf('nakamoto-third')).toBe(String(known.nakamoto.third))
      expect(await textOf('nakamoto-twoThirds')).toBe(String(known.nakamoto.twoThirds))
      expect(await textOf('effective')).toBe(known.effectiveAccounts?.toFixed(1))
      await card('Nakamoto coefficient').getByText('Stakes are added up from the largest on').waitFor()
      await page.getByTestId('chart').nth(6).waitFor()
      const trend = card('Nakamoto coefficient').getByTestId('plot')
      expect(await trend.getAttribute('aria-valuetext')).toMatch(/^Round \d+: 1\/3 \d+, 1\/2 \d+$/)
      await expectAccessible(page)
      await page.setViewportSize({ width: 390, height: 800 })
      await expectNarrow(page, 390)
    })

    test('is counted by delegator and by linked entity too, as the address says', async () => {
      const { page, open } = scene()
      await open('/health?of=delegators&by=entity')
      await page.getByText(/linked to (another|others) and count/).waitFor()
      const many = await textOf('effective')
      await page.getByRole('radio', { name: 'Orchestrators' }).check({ force: true })
      await page.waitForURL(/of=orchestrators/)
      await page.waitForFunction(
        (old) => document.querySelector('[data-testid=effective]')?.textContent !== old,
        many,
      )
    })

    test('error: says what is in the way, waits without figures, and is empty where nobody has stake', async () => {
      const { fixture, page, open } = scene()
      fixture.indexer = 'silent'
      await open('/health')
      await page.getByTestId('chart-skeleton').nth(6).waitFor()
      expect(await textOf('gini')).not.toMatch(/\d/)
      fixture.indexer = 'down'
      await page.reload()
      await page.getByText('This could not be read').waitFor()
      fixture.indexer = 'empty'
      await page.getByText('Nobody has stake').waitFor()
    })
  })
}
