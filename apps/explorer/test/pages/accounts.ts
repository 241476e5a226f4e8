import { describe, expect, test } from 'vitest'
import { expectAccessible, expectNarrow, type Stage, setScenes } from './stage.ts'

interface Account {
  readonly address: string
  readonly orchestrator: string
}

/** Lists of delegators and gateways, and the page of a gateway. */
export function describeAccounts(stage: () => Stage): void {
  const itemsOf = async (path: string) => {
    const answer = await fetch(`${stage().network.url}${path}`)
    return ((await answer.json()) as { readonly items: readonly Account[] }).items
  }

  describe('delegators', () => {
    const scene = setScenes(stage)
    const rows = () => scene().page.getByTestId('delegator')

    test('are filtered by state and address, which stand in the address', async () => {
      const { page, open } = scene()
      const unbonded = await itemsOf('/v1/delegators?state=unbonded&limit=100')
      await open('/delegators')
      await rows().nth(5).waitFor()
      await page.getByLabel('State').selectOption('unbonded')
      await page.waitForURL(/state=unbonded/)
      await page.waitForFunction(
        (count) => document.querySelectorAll('[data-testid=delegator]').length === count,
        unbonded.length,
      )
      await expectAccessible(page)
      await page.getByLabel('Address').fill(unbonded[0]?.address ?? '')
      await page.waitForFunction(() => document.querySelectorAll('[data-testid=delegator]').length === 1)
      await page.reload()
      await rows().first().waitFor()
      expect(await rows().count()).toBe(1)
    })

    test('fit a phone, and say so when there are none', async () => {
      const { fixture, page, open } = scene()
      await page.setViewportSize({ width: 390, height: 800 })
      await open('/delegators')
      await rows().first().waitFor()
      await expectNarrow(page, 390)
      await expectAccessible(page)
      fixture.indexer = 'empty'
      await page.reload()
      await page.getByText('Nobody is like this').waitFor()
    })
  })

  describe('gateways', () => {
    const scene = setScenes(stage)

    test('lead to a page of each, which says whom it paid: all that it did', async () => {
      const { page, open, card } = scene()
      const { gateway } = stage().accounts
      const payments = await itemsOf(`/v1/payments?gateway=${gateway}&limit=500`)
      const paid = new Set(payments.map(({ orchestrator }) => orchestrator))
      await open('/gateways')
      await page.getByTestId('gateway').first().waitFor()
      await expectAccessible(page)
      await page.getByTestId('gateway').first().getByRole('link').click()
      await page.waitForURL(`**/gateways/${gateway}`)
      await card('Whom it paid').getByTestId('paid').first().waitFor()
      expect(await card('Whom it paid').getByTestId('paid').count()).toBe(Math.min(10, paid.size))
      await card('Transactions').getByTestId('event').first().waitFor()
      await expectAccessible(page)
      await page.setViewportSize({ width: 390, height: 800 })
      await expectNarrow(page, 390)
    })

    test('error: what is no address, an account that is no gateway, and an indexer that fails', async () => {
      const { fixture, page, open, notices } = scene()
      await open('/gateways/0x12')
      await page.getByText('This is not an address').waitFor()
      await open(`/gateways/0x${'9'.repeat(40)}`)
      await page.getByText('Not a gateway').waitFor()
      fixture.indexer = 'down'
      await open('/gateways')
      await notices('error').getByText('This could not be read').waitFor()
      fixture.indexer = 'answers'
      await page.getByTestId('gateway').first().waitFor()
    })
  })
}
