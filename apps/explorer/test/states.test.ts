import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openPage, type TestPage } from '../../../e2e/support/browser.ts'
import { isLeftOut } from '../../../e2e/support/without.ts'
import { Fixture } from './fixture.ts'
import { busyStatus, emptyStatus, orchestrators, segment, stream } from './status-fixture.ts'

const facts = { block: 120, orchestrators }

describe.skipIf(isLeftOut('chromium'))('the explorer, whatever chain and gateway do', () => {
  let browser: TestPage
  let fixture: Fixture
  let page: Page
  let thrown: string[]

  beforeAll(async () => {
    if (!existsSync(fileURLToPath(new URL('../dist/index.html', import.meta.url))))
      throw new Error('The explorer is not built. Run: npm run setup')
    browser = await openPage('about:blank')
  })
  afterAll(() => browser?.close())
  beforeEach(async () => {
    fixture = await Fixture.listen(busyStatus, facts)
    page = await browser.context.newPage()
    thrown = []
    page.on('pageerror', (error) => thrown.push(String(error)))
  })
  afterEach(async () => {
    await page.close()
    await fixture.close()
    expect(thrown).toEqual([])
  })

  const open = (path = '/') => page.goto(`${fixture.url}${path}`)
  const notices = (tone: string) => page.locator(`[data-testid=notice][data-tone=${tone}]`)
  const card = (title: string) => page.getByRole('region', { name: title, exact: true })

  test('before anything has answered every part says that it waits, and no figure is made up', async () => {
    fixture.chain = 'silent'
    fixture.gateway = 'silent'
    await open()
    await notices('loading').nth(7).waitFor()
    expect(await notices('error').count()).toBe(0)
    for (const id of ['deposit', 'reserve', 'round', 'orchestrator-row', 'player'])
      expect(await page.getByTestId(id).count(), id).toBe(0)
    expect(await page.locator('main').textContent()).not.toMatch(/NaN|undefined|null|\b0\.0/)
  })

  test('a network without streams and orchestrators is shown as empty', async () => {
    fixture.status = emptyStatus
    fixture.facts = { block: 120, orchestrators: [] }
    await open()
    for (const text of ['No stream yet', 'No segments yet', 'Nobody has registered yet'])
      await page.getByText(text).waitFor()
    expect(await page.getByTestId('round').textContent()).toBe('7')
    expect(await notices('error').count()).toBe(0)
  })

  test('error: each part says what is missing, and all come when the network does', async () => {
    fixture.chain = 'down'
    fixture.gateway = 'down'
    await open()
    await card('Live').getByText('The gateway does not answer').waitFor()
    await card('Round').getByText('The chain could not be read').waitFor()
    await card('Orchestrators').getByText('The chain could not be read').waitFor()
    fixture.chain = 'answers'
    fixture.gateway = 'answers'
    await page.getByTestId('orchestrator-row').nth(2).waitFor()
    await page.getByTestId('timeline-segment').nth(4).waitFor()
    await page.waitForFunction(() => !document.querySelector('[data-tone=error]'))
  })

  test('error: without a description of the network the page says so, and goes on when it comes', async () => {
    fixture.config = 'down'
    await open()
    await page.getByText('Nobody says which network this is').waitFor()
    fixture.config = 'answers'
    await page.getByTestId('round').waitFor()
  })

  test('what was known stays when the gateway goes, with a word since when it is old', async () => {
    await open()
    await page.getByTestId('timeline-segment').nth(4).waitFor()
    fixture.breakGateway()
    await page.getByTestId('stale-banner').getByText('The gateway is not heard since').waitFor()
    expect(await page.getByTestId('timeline-segment').count()).toBe(5)
    fixture.gateway = 'answers'
    await page.getByTestId('stale-banner').waitFor({ state: 'detached' })
    await page.waitForFunction(() =>
      document.querySelector('[data-testid=freshness]')?.textContent?.includes('gateway live'),
    )
  })

  test('what the chain said stays when it goes, with a word since when it is old', async () => {
    await open()
    await page.getByTestId('orchestrator-row').nth(2).waitFor()
    fixture.chain = 'down'
    await page.getByTestId('stale-banner').getByText('The chain is not heard since').waitFor()
    expect(await page.getByTestId('deposit').textContent()).toBe('99.00000ETH')
    fixture.chain = 'answers'
    await page.getByTestId('stale-banner').waitFor({ state: 'detached' })
  })

  test('events change the page, and one that cannot be understood does not break it', async () => {
    await open()
    await page.getByTestId('timeline-segment').nth(4).waitFor()
    fixture.send('segment', { ...segment(5), durationMs: Number.NaN })
    fixture.send('segment', segment(6, { state: 'lost' }))
    fixture.status = {
      ...fixture.status,
      segments: [...fixture.status.segments, segment(6, { state: 'lost' })],
    }
    await page.locator('[data-testid=timeline-segment][data-state=lost]').waitFor()
    await page.getByText('gateway live').waitFor()
  })

  test.each([
    ['waiting', 'player-overlay', 'Waiting for the encoder'],
    ['payment-required', 'player-advice', 'deposit or reserve is too small'],
    ['no-orchestrators', 'player-advice', 'no orchestrator takes the stream'],
  ] as const)('a stream that is %s says so', async (state, testId, words) => {
    fixture.status = { ...busyStatus, streams: [stream(state)] }
    await open()
    await page.getByTestId(testId).getByText(words).waitFor()
  })

  test('a stream that ends and returns is followed without a reload', async () => {
    await open('/?stream=show')
    await page.getByTestId('player-overlay').getByText('Waiting for the encoder').waitFor()
    fixture.send('stream', stream('ended'))
    await page.getByTestId('player-overlay').getByText('has ended').waitFor()
    fixture.send('stream', stream('live'))
    await page.getByTestId('player-overlay').getByText('first segment').waitFor()
  })

  test('the timeline is one stop of the Tab key, and arrow keys go along it', async () => {
    await open()
    await page.getByTestId('timeline-segment').nth(4).waitFor()
    const stops = page.locator('[data-testid=timeline-segment][tabindex="0"]')
    expect(await stops.count()).toBe(1)
    await stops.focus()
    await page.keyboard.press('ArrowLeft')
    await page.keyboard.press('ArrowLeft')
    await page.getByTestId('segment-details').getByText('2, published').waitFor()
    expect(await stops.getAttribute('aria-label')).toBe('Segment 2, published in 0.40 s')
    await page.keyboard.press('Home')
    await page.getByTestId('segment-details').getByText('0, published').waitFor()
  })

  test('the reason of a state is told by keyboard alone', async () => {
    await open()
    const badge = page.getByRole('button', { name: 'suspended' })
    await badge.focus()
    await page.getByText('Its last segments failed.').waitFor()
    await page.keyboard.press('Escape')
    await page.getByText('Its last segments failed.').waitFor({ state: 'hidden' })
  })

  test('the bond dialog says what an amount would do, and refuses what cannot be', async () => {
    await open()
    await page.locator('[data-election=waiting]').getByTestId('bond-button').click()
    const amount = page.getByTestId('bond-amount')
    await amount.fill('400')
    await page.getByTestId('preview').getByText('It would take 600.00').waitFor()
    await amount.fill('1001')
    await page.getByText('That is more than this account holds').waitFor()
    expect(await page.getByTestId('bond-submit').isDisabled()).toBe(true)
    await page.keyboard.press('Escape')
    await page.getByTestId('bond-dialog').waitFor({ state: 'detached' })
  })

  test('error: an address that is none, and a page that is not there', async () => {
    await open('/orchestrators/0x12')
    await page.getByText('This is not an address').waitFor()
    await open(`/orchestrators/0x${'9'.repeat(40)}`)
    await page.getByText('Not an orchestrator').waitFor()
    await open('/nowhere')
    await page.getByText('There is no such page').waitFor()
  })

  test.each([390, 1024])('nothing is wider than a screen of %i pixels', async (width) => {
    await page.setViewportSize({ width, height: 800 })
    for (const path of ['/', `/orchestrators/${orchestrators[1]?.address}`]) {
      await open(path)
      await page.getByText('us-east').locator('visible=true').first().waitFor()
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width)
    }
  })
})
