import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openPage, type TestPage } from './support/browser.ts'
import { startTestNetwork, type TestNetwork } from './support/network.ts'
import { until } from './support/until.ts'
import { isLeftOut } from './support/without.ts'

describe.skipIf(isLeftOut('chromium'))('the page of a running network', () => {
  let running: TestNetwork
  let opened: TestPage
  let page: Page

  beforeAll(async () => {
    // Rounds of half a minute, so that an election can be waited for.
    running = await startTestNetwork({ source: null, roundLengthBlocks: 30 })
    opened = await openPage(running.network.parts.explorerUrl)
    page = opened.page
  }, 240_000)
  afterAll(async () => {
    await opened?.close()
    await running?.close()
  })

  test('the stream plays and its picture moves', async () => {
    const player = page.getByTestId('player')
    await until('the player runs', () =>
      player.evaluate((video: HTMLVideoElement) => video.currentTime > 0 && video.videoWidth > 0),
    )
    const first = await pictureOf(page)
    const later = await until('the picture has changed', async () => {
      const next = await pictureOf(page)
      return next === first ? undefined : next
    })
    expect(later).not.toBe(first)
  })

  test('a viewer can choose a rendition', async () => {
    const picker = page.getByTestId('rendition-picker')
    const labels = await picker.locator('option').allTextContents()
    expect(labels.length).toBeGreaterThanOrEqual(4)
    const smallest = labels.find((label) => label.startsWith('426×240'))
    if (smallest === undefined) throw new Error(`There is no small rendition among ${labels.join(', ')}.`)
    await picker.selectOption({ label: smallest })
    await until('the small rendition plays', () =>
      page.getByTestId('player').evaluate((video: HTMLVideoElement) => video.videoHeight === 240),
    )
  })

  test('segments, orchestrators and round show what chain and gateway say', async () => {
    const { observer } = running.network.parts
    await until('published segments', async () => (await page.getByTestId('timeline-segment').count()) >= 3)
    await until('four orchestrators', async () => (await page.getByTestId('orchestrator-row').count()) === 4)
    const elections = await page
      .getByTestId('orchestrator-row')
      .evaluateAll((rows) => rows.map((row) => row.getAttribute('data-election')))
    expect(elections.sort()).toEqual(['elected', 'elected', 'elected', 'waiting'])
    await until(
      'the same round as the chain',
      async () =>
        (await page.getByTestId('round').textContent()) === String((await observer.refresh()).round?.number),
    )
    const doneBy = await page
      .getByTestId('timeline-segment')
      .evaluateAll((bars) => bars.flatMap((bar) => bar.getAttribute('data-orchestrator') ?? []))
    const known = observer.view.orchestrators.map(({ address }) => address.toLowerCase())
    expect(doneBy.length).toBeGreaterThan(0)
    expect(doneBy.filter((address) => !known.includes(address.toLowerCase()))).toEqual([])
  })

  test('the deposit goes down as tickets are redeemed', async () => {
    const deposit = async () =>
      Number((await page.getByTestId('deposit').textContent())?.match(/[\d.]+/)?.[0])
    const before = await until('a deposit', deposit)
    await until('a smaller deposit', async () => (await deposit()) < before, { timeoutMs: 120_000 })
    // The count comes from the indexer's ledger, which may be a block behind the deposit that the chain tells.
    const redeemed = async () => Number(await page.getByTestId('tickets-redeemed').textContent())
    await until('redeemed tickets', async () => (await redeemed()) > 0, { timeoutMs: 30_000 })
  })

  test('a test account bonds to the fourth orchestrator, which then gets work', {
    timeout: 240_000,
  }, async () => {
    const waiting = page.locator('[data-testid=orchestrator-row][data-election=waiting]')
    const address = await waiting.getAttribute('data-address')
    await waiting.getByTestId('bond-button').click()
    await page.getByTestId('bond-amount').fill('5000')
    await page.getByTestId('bond-submit').click()
    // A round of half a minute may end under a transaction, which is then refused. Its sender tries again.
    if ((await endOfStep(page)).startsWith('The transaction was mined, but refused.'))
      await page.getByTestId('bond-submit').click()
    expect(await endOfStep(page)).toBe('Done.')
    await page.keyboard.press('Escape')
    const row = page.locator(`[data-testid=orchestrator-row][data-address="${address}"]`)
    await until('it is elected', async () => (await row.getAttribute('data-election')) === 'elected', {
      timeoutMs: 90_000,
    })
    await until(
      'it has done a segment',
      async () => Number(await row.getByTestId('segments-done').textContent()) > 0,
      { timeoutMs: 120_000 },
    )
  })

  test('error: an amount above the balance cannot be bonded', async () => {
    await page.getByTestId('bond-button').first().click()
    await page.getByTestId('bond-amount').fill('999999999')
    expect(await page.getByTestId('bond-submit').isDisabled()).toBe(true)
    await page.getByText('more than this account holds').waitFor()
    await page.keyboard.press('Escape')
  })

  test('the page has written no error', () => {
    expect(opened.errors).toEqual([])
  })
})

/** A fingerprint of what the video shows now. */
function pictureOf(page: Page): Promise<string> {
  return page.getByTestId('player').evaluate((video: HTMLVideoElement) => {
    const canvas = document.createElement('canvas')
    canvas.width = 32
    canvas.height = 18
    const context = canvas.getContext('2d')
    context?.drawImage(video, 0, 0, 32, 18)
    return [...(context?.getImageData(0, 0, 32, 18).data ?? [])]
      .filter((_, index) => index % 4 === 0)
      .join(',')
  })
}

/** What a step's dialog says when nothing more happens. */
async function endOfStep(page: Page): Promise<string> {
  const end = page.locator(['done', 'not-sent', 'ended'].map((phase) => `[data-phase=${phase}]`).join())
  await end.waitFor()
  return (await end.textContent()) ?? ''
}
