import { openPage } from '../../e2e/support/browser.ts'

/** How evenly frames came while a list was scrolled to its end and back. */
export interface FrameFigures {
  readonly rows: number
  readonly frames: number
  readonly medianMs: number
  readonly p95Ms: number
  /** Part of the frames that took longer than two should. */
  readonly longShare: number
}

const wantedRows = 2_000
const longMs = 2 * (1_000 / 60)
const framesWanted = 240

/** Scrolls to a list's end until it has as many rows as wanted, or all; then through it from the top, frame by frame. */
export async function framesOfScrolling(url: string): Promise<FrameFigures> {
  const { page, close } = await openPage(url)
  try {
    const rows = page.locator('tr[aria-rowindex]')
    await rows.first().waitFor()
    let known = 0
    for (let before = -1; known < wantedRows && known !== before; ) {
      before = known
      await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight))
      await page.waitForLoadState('networkidle')
      known = Number(await rows.last().getAttribute('aria-rowindex')) - 1
    }
    await page.evaluate(() => window.scrollTo(0, 0))
    const timing = page.evaluate(scrollAndTime, framesWanted)
    const times = (await timing).toSorted((a, b) => a - b)
    const at = (share: number) => Math.round((times[Math.floor(times.length * share)] ?? 0) * 10) / 10
    const long = times.filter((time) => time > longMs).length
    return {
      rows: known,
      frames: times.length,
      medianMs: at(0.5),
      p95Ms: at(0.95),
      longShare: Math.round((long / Math.max(1, times.length)) * 1_000) / 1_000,
    }
  } finally {
    await close()
  }
}

/** Runs in the page: scrolls by half a screen with each frame, and tells how long each took. */
function scrollAndTime(frames: number): Promise<number[]> {
  return new Promise((resolve) => {
    const times: number[] = []
    let before = performance.now()
    const next = () => {
      const now = performance.now()
      times.push(now - before)
      before = now
      window.scrollBy(0, window.innerHeight / 2)
      if (times.length < frames) requestAnimationFrame(next)
      else resolve(times)
    }
    requestAnimationFrame(next)
  })
}
