import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import { openPage, type TestPage } from '../../../../e2e/support/browser.ts'
import { Fixture, type FixtureNetwork, type FixtureOptions } from '../fixture.ts'
import { type SeededNetwork, startSeededNetwork } from '../seeded-network.ts'
import type { StatusAccounts } from '../status-fixture.ts'

/** One network and one browser for all tests of a file: each test gets a server and a page of its own. */
export interface Stage {
  readonly network: SeededNetwork
  readonly accounts: StatusAccounts
  readonly newPage: () => Promise<Page>
}

/** @returns what is there once the file's tests run */
export function setStage(): () => Stage {
  let stage: Stage | undefined
  let browser: TestPage | undefined
  beforeAll(async () => {
    if (!existsSync(fileURLToPath(new URL('../../dist/index.html', import.meta.url))))
      throw new Error('The explorer is not built. Run: npm run setup')
    const [network, opened] = await Promise.all([startSeededNetwork(), openPage('about:blank')])
    browser = opened
    stage = { network, accounts: await accountsOf(network), newPage: () => opened.context.newPage() }
  })
  afterAll(async () => {
    await browser?.close()
    await stage?.network[Symbol.asyncDispose]()
  })
  return () => {
    if (!stage) throw new Error('The stage is not set yet.')
    return stage
  }
}

async function accountsOf({ url }: SeededNetwork): Promise<StatusAccounts> {
  const addresses = async (list: string) => {
    const answer = await fetch(`${url}/v1/${list}`)
    const { items } = (await answer.json()) as { readonly items: readonly { readonly address: string }[] }
    return items.map(({ address }) => address)
  }
  const [gateway = ''] = await addresses('gateways?limit=1')
  const [working = '', troubled = ''] = await addresses('orchestrators?state=active&limit=2')
  return { gateway, orchestrators: [working, troubled] }
}

/** What scenes need of what they play on. */
interface SceneStage {
  readonly network: FixtureNetwork
  readonly newPage: () => Promise<Page>
}

/** What a test does something with. */
interface Scene {
  readonly fixture: Fixture
  readonly page: Page
  readonly open: (path?: string) => Promise<unknown>
  readonly notices: (tone: string) => ReturnType<Page['locator']>
  readonly card: (title: string) => ReturnType<Page['locator']>
}

/** A server and a page for each test, on which nothing may be thrown. */
export function setScenes<S extends SceneStage>(
  stage: () => S,
  options: (stage: S) => FixtureOptions = () => ({}),
) {
  let scene: Scene | undefined
  let thrown: string[] = []
  beforeEach(async () => {
    const { network, newPage } = stage()
    const fixture = await Fixture.listen(network, options(stage()))
    const page = await newPage()
    thrown = []
    page.on('pageerror', (error) => thrown.push(String(error)))
    scene = {
      fixture,
      page,
      open: (path = '/') => page.goto(`${fixture.url}${path}`),
      notices: (tone) => page.locator(`[data-testid=notice][data-tone=${tone}]`),
      card: (title) => page.getByRole('region', { name: title, exact: true }),
    }
  })
  afterEach(async () => {
    await scene?.page.close()
    await scene?.fixture.close()
    expect(thrown).toEqual([])
  })
  return () => {
    if (!scene) throw new Error('There is a scene in a test only.')
    return scene
  }
}

/** Fails with each thing that axe finds wrong with the page. */
export async function expectAccessible(page: Page): Promise<void> {
  await page.evaluate(axe.source)
  const found = await page.evaluate(async () => {
    const { axe: run } = window as unknown as { readonly axe: typeof axe }
    const { violations } = await run.run()
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)
  })
  expect(found).toEqual([])
}

/** Nothing is wider than the window, once charts have the width of it. */
export async function expectNarrow(page: Page, width: number): Promise<void> {
  const widest = () => page.evaluate(() => document.documentElement.scrollWidth)
  await expect.poll(widest).toBeLessThanOrEqual(width)
}
