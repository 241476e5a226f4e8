import { describe, expect, test } from 'vitest'
import { expectAccessible, type Stage, setScenes } from './stage.ts'

export function describeSearch(stage: () => Stage): void {
  describe('the search', () => {
    const scene = setScenes(stage)
    const box = () => scene().page.getByRole('combobox', { name: 'Search' })

    test('is reached and worked by keyboard from any page', async () => {
      const { page, open } = scene()
      const [address] = stage().accounts.orchestrators
      await open('/status')
      await page.getByTestId('indexer-status').waitFor()
      await page.keyboard.press('/')
      await page.keyboard.type(address.slice(0, 10))
      const option = page.getByRole('listbox', { name: 'What was found' }).getByRole('option').first()
      await option.waitFor()
      expect(await option.textContent()).toContain('Orchestrator, Delegator')
      await page.keyboard.press('ArrowDown')
      expect(await box().getAttribute('aria-activedescendant')).toBe(await option.getAttribute('id'))
      await expectAccessible(page)
      await page.keyboard.press('Enter')
      await page.waitForURL(`**/orchestrators/${address}`)
    })

    test('understands rounds, blocks and hashes', async () => {
      const { page, open } = scene()
      const answer = await fetch(`${stage().network.url}/v1/events?limit=1`)
      const { items } = (await answer.json()) as { items: { txHash: string; blockNumber: number }[] }
      const hits = page.getByTestId('search-hit')
      await open('/search?q=12')
      await hits.getByText('Round').click()
      await page.waitForURL('**/rounds/12')
      await open(`/search?q=${items[0]?.blockNumber}`)
      await hits.getByText('Block').waitFor()
      await expectAccessible(page)
      await hits.getByText('Block').click()
      await page.getByRole('button', { name: `Block ${items[0]?.blockNumber}` }).waitFor()
      await box().fill(items[0]?.txHash ?? '')
      await page.getByRole('listbox', { name: 'What was found' }).getByRole('option').waitFor()
      await page.keyboard.press('Enter')
      await page.waitForURL(`**/transactions/${items[0]?.txHash}`)
    })

    test('error: what nobody knows, and nothing at all', async () => {
      const { page, open } = scene()
      await open('/search?q=nobody')
      await page.getByText('Nothing is known of “nobody”').waitFor()
      await open('/search')
      await page.getByText('What are you looking for?').waitFor()
      await box().fill('<b>1</b>')
      await page.keyboard.press('Enter')
      await page.waitForURL(/search\?q=/)
      await page.getByText('Nothing is known of “<b>1</b>”').first().waitFor()
    })
  })
}
