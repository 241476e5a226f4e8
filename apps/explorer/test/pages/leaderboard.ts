import type { Standing } from '@millrace/client/tester'
import { describe, expect, test } from 'vitest'
import { expectAccessible, expectNarrow, type Stage, setScenes } from './stage.ts'

function standing(facts: Partial<Standing>): Standing {
  return {
    ...{ orchestrator: `0x${'a1'.repeat(20)}`, region: 'FRA', serviceUri: 'https://one.test:8935' },
    ...{ score: 0.91, successRate: 1, latencyScore: 0.91, quality: 1, honesty: 1 },
    ...{ tests: 24, segments: 72, roundTripMs: 830, renditionsLookedAt: 48, pricePerPixel: 100 },
    ...{ lastTestAtMs: Date.now(), lastFailure: null },
    ...facts,
  }
}

const standings = [
  standing({}),
  standing({ region: 'LON', score: 0.52, successRate: 0.875, quality: null }),
  standing({
    ...{ orchestrator: `0x${'b2'.repeat(20)}`, score: 0, successRate: 0, latencyScore: 0, roundTripMs: null },
    ...{ quality: null, honesty: null },
    lastFailure: { code: 'CONNECT_FAILED', detail: 'It cannot be reached.', atMs: Date.now() },
  }),
]

export function describeLeaderboard(stage: () => Stage): void {
  describe('the leaderboard', () => {
    const scene = setScenes(stage)

    test('shows how all did, and by region as the address says', async () => {
      const { fixture, page, open } = scene()
      fixture.standings = standings
      await open('/leaderboard')
      const rows = page.getByTestId('standing')
      await rows.nth(2).waitFor()
      expect(await rows.first().textContent()).toMatch(/^1.*FRA.*0\.910.*100 %.*0\.83 s.*72/)
      expect(await rows.nth(1).textContent()).toMatch(/LON.*0\.520.*87\.5 %/)
      expect(await rows.nth(2).textContent()).toMatch(/0\.000.*0 %.*CONNECT_FAILED/)
      await expectAccessible(page)
      await page.getByLabel('Region').selectOption('LON')
      await page.waitForURL(/region=LON/)
      await page.waitForFunction(() => document.querySelectorAll('[data-testid=standing]').length === 1)
      await page.setViewportSize({ width: 390, height: 800 })
      await expectNarrow(page, 390)
      await open('/leaderboard?region=LON&profile=P240p30fps16x9')
      await rows.first().waitFor()
      expect([await rows.count(), await page.getByLabel('Rendition').inputValue()]).toEqual([
        1,
        'P240p30fps16x9',
      ])
    })

    test('error: says that there is no tester, that nothing is measured, and that it does not answer', async () => {
      const { fixture, page, open } = scene()
      await open('/leaderboard')
      await page.getByText('No tester is configured').waitFor()
      fixture.standings = []
      await page.reload()
      await page.getByText('Nothing is measured yet').waitFor()
      fixture.tester = 'silent'
      await page.reload()
      await page.locator('table[aria-busy=true]').waitFor()
      fixture.tester = 'down'
      await page.reload()
      await page.getByText(/The tester at .* answered 503/).waitFor()
    })
  })
}
