import { actorAddress, actorKey } from '@millrace/devnet'
import { beforeAll, describe, expect, test } from 'vitest'
import { expectAccessible, expectNarrow, type Stage, setScenes } from './stage.ts'

interface Row {
  readonly address: string
  readonly state: string
  readonly delegators: number
  readonly rewardCut: number
  readonly deactivationRound: number | null
}

/** The list of orchestrators. */
export function describeOrchestrators(stage: () => Stage): void {
  const rowsOf = async (path: string) => {
    const answer = await fetch(`${stage().network.url}${path}`)
    return ((await answer.json()) as { readonly items: readonly Row[] }).items
  }

  describe('orchestrators', () => {
    const scene = setScenes(stage)
    const rows = () => scene().page.getByTestId('orchestrator')
    const yields = async () => {
      const texts = await scene().page.getByTestId('yield').allTextContents()
      return texts.map((text) => Number.parseFloat(text))
    }

    test('are those of the active set, the highest yield first, and turn around at a key', async () => {
      const { page, open } = scene()
      const active = await rowsOf('/v1/orchestrators?state=active&limit=100')
      await open('/orchestrators')
      await rows().first().waitFor()
      expect(await rows().count()).toBe(active.length)
      const falling = await yields()
      expect(falling.length).toBeGreaterThan(0)
      expect(falling).toEqual(falling.toSorted((a, b) => b - a))
      const head = page.getByRole('button', { name: 'Sort by Yield' })
      await head.focus()
      await page.keyboard.press('Enter')
      await page.waitForURL(/order=asc/)
      await page.locator('th[aria-sort=ascending]').waitFor()
      expect(await yields()).toEqual(falling.toReversed())
      await expectAccessible(page)
    })

    test('are filtered by what the address says, also after a reload', async () => {
      const { page, open } = scene()
      await open('/orchestrators?state=all')
      const all = await rowsOf('/v1/orchestrators?limit=100')
      await rows().nth(3).waitFor()
      expect(await rows().count()).toBe(all.length)
      await page.getByRole('button', { name: 'More filters' }).click()
      await page.getByLabel('Reward cut at most').fill('20')
      await page.waitForURL(/rewardCut=20/)
      const wanted = all.filter(({ rewardCut }) => rewardCut <= 200_000).length
      expect(wanted).toBeGreaterThan(0)
      expect(wanted).toBeLessThan(all.length)
      await page.getByText(`${wanted} of ${all.length}`).waitFor()
      expect(await rows().count()).toBe(wanted)
      await page.reload()
      await page.getByText(`${wanted} of ${all.length}`).waitFor()
      await page.getByLabel('Reward cut at most').fill('x')
      expect(await page.getByLabel('Reward cut at most').getAttribute('aria-invalid')).toBe('true')
      await page.getByRole('searchbox').first().fill('0xno such')
      await page.getByText('No orchestrator is like this').waitFor()
    })

    test('are forecast anew for another stake, and a price of the token adds fees to the yield', async () => {
      const { page, open } = scene()
      await open('/orchestrators')
      await rows().first().waitFor()
      const before = await yields()
      await page.getByLabel('Time').selectOption('30')
      await page.waitForURL(/rounds=30/)
      await page.waitForFunction(
        (most) => Number.parseFloat(document.querySelector('[data-testid=yield]')?.textContent ?? '') < most,
        before[0] ?? 0,
      )
      const month = await yields()
      await page.getByLabel('Price of a TEST').fill('0.001')
      await page.waitForURL(/tokenPrice=0.001/)
      await page.waitForFunction(
        (least) =>
          Number.parseFloat(document.querySelector('[data-testid=yield]')?.textContent ?? '') > least,
        month[0] ?? 0,
      )
    })

    test('keep the place of the table while they are waited for, and make no figure up', async () => {
      const { fixture, page, open } = scene()
      fixture.indexer = 'silent'
      await open('/orchestrators')
      await page.getByTestId('skeleton').waitFor()
      const table = page.getByRole('table')
      expect(await table.locator('tbody').textContent()).toBe('')
      const before = await table.boundingBox()
      fixture.indexer = 'answers'
      await page.reload()
      await rows().first().waitFor()
      expect((await table.boundingBox())?.y).toBe(before?.y)
    })

    test('error: an indexer that fails is said, and the list comes when it does', async () => {
      const { fixture, page, open, notices } = scene()
      fixture.indexer = 'down'
      await open('/orchestrators')
      await notices('error').getByText('This could not be read').waitFor()
      await expectAccessible(page)
      fixture.indexer = 'answers'
      await rows().first().waitFor()
    })

    test('a network without any says so', async () => {
      const { fixture, page, open } = scene()
      fixture.indexer = 'empty'
      await open('/orchestrators')
      await page.getByText('Nobody has registered yet').waitFor()
    })

    test('fit a phone, in the dark, with their order in reach', async () => {
      const { page, open } = scene()
      await page.emulateMedia({ colorScheme: 'dark' })
      await page.setViewportSize({ width: 390, height: 800 })
      await open('/orchestrators')
      await rows().first().waitFor()
      await expectNarrow(page, 390)
      await expectAccessible(page)
      await page.getByLabel('Sort by', { exact: true }).selectOption('stake')
      await page.waitForURL(/sort=stake/)
    })
  })

  describe('orchestrators, to one whose stake is with one that left', () => {
    let account: SeedAccount | undefined
    beforeAll(async () => {
      account = await accountLeftBehind(rowsOf)
    })
    const scene = setScenes(stage, () => ({ testAccounts: account ? [account] : [] }))

    test('show that one, marked, with a word that it earns nothing', async () => {
      const { page, open } = scene()
      await open('/orchestrators')
      await page.getByTestId('own-away').getByText('is not in the active set').waitFor()
      await page.getByRole('button', { name: 'yours' }).waitFor()
      await expectAccessible(page)
    })
  })
}

interface SeedAccount {
  readonly name: string
  readonly privateKey: string
}

const seed = 'small'
const mostDelegators = 40

/** A delegator of the history whose orchestrator has left the active set. */
async function accountLeftBehind(
  rowsOf: (path: string) => Promise<readonly Row[]>,
): Promise<SeedAccount | undefined> {
  const orchestrators = await rowsOf('/v1/orchestrators?limit=100')
  const left = orchestrators.filter(({ deactivationRound }) => deactivationRound !== null)
  const behind = await Promise.all(
    left.map(({ address }) => rowsOf(`/v1/delegators?delegate=${address}&limit=100`)),
  )
  const addresses = new Set(behind.flat().map(({ address }) => address))
  const index = Array.from({ length: mostDelegators }, (_, each) => each).find((each) =>
    addresses.has(actorAddress(seed, 'delegator', each).toLowerCase()),
  )
  return index === undefined
    ? undefined
    : { name: 'Left behind', privateKey: actorKey(seed, 'delegator', index) }
}
