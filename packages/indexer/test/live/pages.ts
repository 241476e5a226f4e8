import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { openPage } from '../../../../e2e/support/browser.ts'

/** The built pages of the explorer. */
export const pagesDir = fileURLToPath(new URL('../../../../apps/explorer/dist', import.meta.url))

/** What a page shows while it waits, and may not show when it has what it waited for. */
const waiting = '[aria-busy=true], [data-testid=notice][data-tone=loading], [data-testid$=skeleton]'
const unfinished = /NaN|undefined|\bnull\b|\[object/

/** @returns whatever is wrong on one of the pages, and what stands at their head */
export async function walkThroughPages(
  url: string,
  paths: readonly string[],
): Promise<{ readonly head: string; readonly problems: readonly string[] }> {
  const { page, errors, close } = await openPage(url)
  try {
    const problems: string[] = []
    for (const path of paths) {
      await page.goto(`${url}${path}`)
      problems.push(...(await problemsOf(page)).map((problem) => `${path}: ${problem}`))
    }
    const head = (await page.getByRole('banner').textContent()) ?? ''
    return { head, problems: [...problems, ...errors] }
  } finally {
    await close()
  }
}

async function problemsOf(page: Page): Promise<readonly string[]> {
  await page.waitForFunction(() => document.querySelector('main')?.textContent?.trim())
  const left = await page
    .waitForFunction((selector) => !document.querySelector(selector), waiting)
    .then(
      () => [],
      () => page.locator(waiting).allTextContents(),
    )
  const alerts = [
    ...left.map((text) => `still waiting: ${text}`),
    ...(await page.getByRole('alert').allTextContents()),
  ]
  const main = (await page.locator('main').textContent()) ?? ''
  const odd = unfinished.exec(main)
  return odd ? [...alerts, main.slice(Math.max(0, odd.index - 40), odd.index + 40)] : alerts
}
