import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, chromium, type Page } from 'playwright-core'

export interface TestPage {
  readonly page: Page
  readonly context: BrowserContext
  /** What the page wrote to the console as an error, and what it threw. */
  readonly errors: readonly string[]
  readonly close: () => Promise<void>
}

/** How long a page may take to show what it is asked for: a loaded machine only makes it slower. */
const patienceMs = 120_000

/** Debian's Chromium, headless, with a profile of its own and no traffic of its own. */
export async function openPage(url: string): Promise<TestPage> {
  const profile = await mkdtemp(join(tmpdir(), 'millrace-chromium-'))
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: '/usr/bin/chromium',
    headless: true,
    viewport: { width: 1440, height: 1000 },
    args: [
      '--no-sandbox',
      '--autoplay-policy=no-user-gesture-required',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--mute-audio',
    ],
  })
  context.setDefaultTimeout(patienceMs)
  const page = context.pages()[0] ?? (await context.newPage())
  const errors: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text())
  })
  page.on('pageerror', (error) => errors.push(String(error)))
  await page.goto(url)
  const close = async () => {
    await context.close()
    await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }
  return { page, context, errors, close }
}
