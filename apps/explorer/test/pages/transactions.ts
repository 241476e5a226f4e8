import { describe, expect, test } from 'vitest'
import { expectAccessible, expectNarrow, type Stage, setScenes } from './stage.ts'

export function describeTransactions(stage: () => Stage): void {
  describe('transactions', () => {
    const scene = setScenes(stage)
    const events = () => scene().page.getByTestId('event')
    const firstText = async () => {
      await events().first().waitFor()
      return await events().first().textContent()
    }

    test('are filtered by type, account and round, which stand in the address', async () => {
      const { page, open } = scene()
      const [account] = stage().accounts.orchestrators
      await open('/transactions')
      await events().nth(12).waitFor()
      await page.getByLabel('Type').selectOption('bondingManager.Reward')
      await page.waitForURL(/type=bondingManager.Reward/)
      await page.getByText('called reward').first().waitFor()
      await page.getByRole('textbox', { name: 'Account' }).fill(account)
      await page.getByRole('textbox', { name: 'Round' }).fill('12')
      await page.keyboard.press('Enter')
      await page.waitForURL(/round=12/)
      await page.waitForFunction(() => document.querySelectorAll('[data-testid=event]').length === 1)
      expect(await firstText()).toMatch(/called reward: [\d.\s]+ TEST for itself and its delegators/u)
      await page.reload()
      expect(await firstText()).toContain('called reward')
      await page.getByRole('button', { name: 'Show all' }).click()
      await events().nth(12).waitFor()
    })

    test('are drawn as far as they are in sight, and more are read at the end of the list', async () => {
      const { page, open } = scene()
      await open('/transactions')
      await events().nth(12).waitFor()
      const first = await firstText()
      expect(await events().count()).toBeLessThan(60)
      await page.keyboard.press('End')
      await page.waitForFunction(() => {
        const rows = document.querySelectorAll('[data-testid=event]')
        return Number(rows[rows.length - 1]?.getAttribute('aria-rowindex')) > 102
      })
      expect(await firstText()).not.toBe(first)
      expect(await events().count()).toBeLessThan(60)
    })

    test('one is told in sentences, with what the chain knows of it', async () => {
      const { page, open } = scene()
      const answer = await fetch(
        `${stage().network.url}/v1/events?contract=bondingManager&name=Unbond&limit=1`,
      )
      const { items } = (await answer.json()) as { items: { txHash: string; round: number }[] }
      await open(`/transactions/${items[0]?.txHash}`)
      await page.getByText('to be withdrawn from round').waitFor()
      await page.getByTestId('transaction').getByText('succeeded').waitFor()
      await page.getByText('Bonding · Unbond').click()
      await page.getByText('unbondingLockId').waitFor()
      await expectAccessible(page)
      await page.setViewportSize({ width: 390, height: 800 })
      await expectNarrow(page, 390)
    })

    test('error: filters that cannot be are refused in words, and empty results say what to do', async () => {
      const { page, open } = scene()
      await open('/transactions')
      await page.getByRole('textbox', { name: 'Account' }).fill('0x12')
      await page.keyboard.press('Enter')
      await page.getByText('An address has 0x and 40 hexadecimal digits.').waitFor()
      await open('/transactions?round=999999&account=nonsense&type=!')
      await page.getByText('Nothing fits these filters').waitFor()
      await expectAccessible(page)
    })

    test('error: a hash that is none, and one that nobody knows', async () => {
      const { page, open } = scene()
      await open('/transactions/0x12')
      await page.getByText('This is not the hash of a transaction').waitFor()
      await open(`/transactions/0x${'1'.repeat(64)}`)
      await page.getByText('There is no such transaction').waitFor()
    })
  })
}
