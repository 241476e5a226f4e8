import { describe, expect, test } from 'vitest'
import { expectAccessible, type Stage, setScenes } from './stage.ts'

export function describeStatus(stage: () => Stage): void {
  describe('the status', () => {
    const scene = setScenes(stage)

    test('says how far the data is behind, and where it comes from', async () => {
      const { fixture, page, open, card } = scene()
      await open('/status')
      await page.getByTestId('lag-blocks').getByText('0 blocks').waitFor()
      await card('Indexer').getByText('up to date').waitFor()
      await card('Chain').getByText(`${fixture.url}/rpc`).waitFor()
      await card('Gateway').getByText('none here').waitFor()
      await expectAccessible(page)
    })

    test('error: says which part is not heard, and that it is again', async () => {
      const { fixture, page, open, card } = scene()
      await open('/status')
      await card('Indexer').getByText('up to date').waitFor()
      fixture.breakIndexer()
      fixture.chain = 'down'
      await card('Indexer').getByText('not heard').waitFor()
      await card('Chain').getByText('not heard').waitFor()
      expect(await page.getByTestId('block-read').textContent()).toMatch(/\d/)
      fixture.indexer = 'answers'
      fixture.chain = 'answers'
      await card('Indexer').getByText('up to date').waitFor()
      await card('Chain').getByText('heard', { exact: true }).waitFor()
    })
  })
}
