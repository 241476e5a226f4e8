/**
 * `npm run pictures [-- URL]`: takes the pictures of `docs/pictures` anew, of a network that runs:
 * `npm start -- --seed community`.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { z } from 'zod'
import { openPage } from '../e2e/support/browser.ts'

interface Picture {
  readonly name: string
  readonly path: string
  readonly width: number
  readonly height: number
  readonly isDark?: boolean
  /** What has to be there. */
  readonly shows: string
  /** What is done on the page before. */
  readonly prepare?: (page: Page) => Promise<unknown>
}

const desktop = { width: 1360, height: 900 }
const phone = { width: 390, height: 844 }
/** A whole network and a player share the machine. */
const patienceMs = 120_000
const folder = join(import.meta.dirname, '..', 'docs', 'pictures')
const [url = 'http://localhost:3000'] = process.argv.slice(2)

const configSchema = z.object({ chainId: z.number(), testAccounts: z.array(z.object({ name: z.string() })) })
const listSchema = z.object({ items: z.array(z.object({ address: z.string() })).min(1) })

async function main(): Promise<void> {
  await mkdir(folder, { recursive: true })
  const { chainId, testAccounts } = configSchema.parse(await read('/config.json'))
  const [orchestrator] = listSchema.parse(await read('/v1/orchestrators?limit=1')).items
  const { page, context, close } = await openPage('about:blank')
  try {
    const [account] = testAccounts
    const choice = [`millrace.wallet.${chainId}`, `test:${account?.name}`] as const
    await context.addInitScript(([key, id]) => localStorage.setItem(key, id), choice)
    for (const picture of picturesOf(orchestrator?.address ?? '')) {
      await take(page, picture)
      console.log(`docs/pictures/${picture.name}.png`)
    }
  } finally {
    await close()
  }
}

function picturesOf(orchestrator: string): readonly Picture[] {
  return [
    { name: 'overview', shows: 'chart', path: '/', ...desktop, prepare: playing },
    { name: 'overview-dark', shows: 'chart', path: '/', ...desktop, isDark: true, prepare: playing },
    { name: 'orchestrators', shows: 'orchestrator-link', path: '/orchestrators', ...desktop },
    { name: 'orchestrator', shows: 'chart', path: `/orchestrators/${orchestrator}`, ...desktop },
    { name: 'health', shows: 'chart', path: '/health', ...desktop },
    { name: 'stake', shows: 'bond-button', path: '/stake', ...desktop, prepare: bonding },
    { name: 'orchestrators-phone', shows: 'orchestrator-link', path: '/orchestrators', ...phone },
    { name: 'stake-phone', shows: 'bond-button', path: '/stake', ...phone, prepare: bonding },
  ]
}

async function take(page: Page, picture: Picture): Promise<void> {
  const { name, path, width, height, isDark, shows, prepare } = picture
  await page.setViewportSize({ width, height })
  await page.emulateMedia({ colorScheme: isDark ? 'dark' : 'light', reducedMotion: 'reduce' })
  await page.goto(new URL(path, url).href)
  await page.getByTestId(shows).first().waitFor()
  await prepare?.(page)
  await page.waitForFunction(isFilled, undefined, { timeout: patienceMs })
  await writeFile(join(folder, `${name}.png`), await page.screenshot({ animations: 'disabled' }))
}

/** Some seconds of the stream have been seen, so that there is a picture and a timeline. */
function playing(page: Page): Promise<unknown> {
  return page.waitForFunction(() => (document.querySelector('video')?.currentTime ?? 0) > 6, undefined, {
    timeout: patienceMs,
  })
}

async function bonding(page: Page): Promise<void> {
  await page.getByTestId('bond-button').first().click()
  await page.getByTestId('bond-amount').fill('250')
  await page.getByTestId('outlook').waitFor()
}

/** Runs in the page: nothing in sight is waited for any more, and nothing has failed. */
function isFilled(): boolean {
  const waiting = [...document.querySelectorAll('main .pulse, main [data-tone=error]')]
  return waiting.every((part) => part.getBoundingClientRect().top > window.innerHeight)
}

async function read(path: string): Promise<unknown> {
  const answer = await fetch(new URL(path, url))
  if (!answer.ok) throw new Error(`${path} is answered ${answer.status}.`)
  return answer.json()
}

main().catch((error: unknown) => {
  console.error(`${error instanceof Error ? error.message : error}`)
  console.error(`Is a network running at ${url}? Start one: npm start -- --seed community`)
  process.exitCode = 1
})
