import type { Page } from 'playwright-core'

/** What the open dialog warns of. */
export function warning(page: Page, code: string) {
  return page.locator(`[data-testid=warning][data-code=${code}]`)
}

export async function close(page: Page): Promise<void> {
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
}

/** Signs the step of the open dialog, and closes it when the chain has it. */
export async function sign(page: Page): Promise<void> {
  await page.getByTestId('bond-submit').click()
  await page.getByTestId('bond-done').waitFor()
  await close(page)
}

export async function unbond(page: Page, amount: string): Promise<void> {
  await page.getByTestId('account-unbond').click()
  await page.getByTestId('bond-amount').fill(amount)
  await page.getByTestId('unlock').waitFor()
  await sign(page)
}

export async function fillAndSign(
  page: Page,
  kind: string,
  fields: Readonly<Record<string, string>>,
): Promise<void> {
  await page.getByTestId(`${kind}-button`).click()
  for (const [name, value] of Object.entries(fields)) await page.getByTestId(`field-${name}`).fill(value)
  await sign(page)
}
