import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import lighthouse, { type Config, defaultConfig, desktopConfig } from 'lighthouse'
import { z } from 'zod'

export type FormFactor = 'desktop' | 'mobile'

/** Medians of several visits. */
export interface PageFigures {
  /** Of 100, as the next two. */
  readonly performance: number
  readonly accessibility: number
  readonly bestPractices: number
  /** Scripts as they were transferred. */
  readonly scriptKb: number
  readonly largestContentMs: number
  readonly blockingMs: number
  readonly layoutShift: number
  /** What took points from the last two. */
  readonly failed: readonly string[]
}

type Category = 'performance' | 'accessibility' | 'best-practices'
const categories: Category[] = ['performance', 'accessibility', 'best-practices']

/** Visits a page several times, each with a browser that has seen nothing yet. */
export async function measurePage(
  url: string,
  { runs, formFactor }: { readonly runs: number; readonly formFactor: FormFactor },
): Promise<PageFigures> {
  const visits: PageFigures[] = []
  for (let run = 0; run < runs; run++) visits.push(await measureVisit(url, formFactor))
  const median = (key: Exclude<keyof PageFigures, 'failed'>) => {
    const sorted = visits.map((visit) => visit[key]).toSorted((a, b) => a - b)
    return sorted[Math.floor(sorted.length / 2)] ?? 0
  }
  return {
    performance: median('performance'),
    accessibility: median('accessibility'),
    bestPractices: median('bestPractices'),
    scriptKb: median('scriptKb'),
    largestContentMs: median('largestContentMs'),
    blockingMs: median('blockingMs'),
    layoutShift: median('layoutShift'),
    failed: [...new Set(visits.flatMap(({ failed }) => failed))],
  }
}

async function measureVisit(url: string, formFactor: FormFactor): Promise<PageFigures> {
  const profile = await mkdtemp(join(tmpdir(), 'millrace-chromium-'))
  const { browser, port } = await startBrowser(profile)
  try {
    const config: Config = formFactor === 'desktop' ? desktopConfig : defaultConfig
    const flags = { port, onlyCategories: categories, logLevel: 'error' } as const
    const result = await lighthouse(url, flags, config)
    if (!result) throw new Error(`Lighthouse says nothing about ${url}.`)
    return figuresOf(result.lhr)
  } finally {
    browser.kill('SIGKILL')
    await once(browser, 'close')
    await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }
}

async function startBrowser(profile: string): Promise<{ browser: ChildProcess; port: number }> {
  const args = ['--headless=new', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-sync']
  const quiet = ['--disable-background-networking', '--disable-component-update']
  const browser = spawn(
    '/usr/bin/chromium',
    [...args, ...quiet, '--remote-debugging-port=0', `--user-data-dir=${profile}`, 'about:blank'],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  )
  for await (const line of createInterface({ input: browser.stderr })) {
    const port = /^DevTools listening on ws:\/\/127\.0\.0\.1:(\d+)\//.exec(line)?.[1]
    if (port) return { browser, port: Number(port) }
  }
  throw new Error('Chromium ended before it could be asked.')
}

const requestsSchema = z.object({
  items: z.array(z.object({ resourceType: z.string().optional(), transferSize: z.number() })),
})

type Result = NonNullable<Awaited<ReturnType<typeof lighthouse>>>['lhr']

function figuresOf({ categories: found, audits }: Result): PageFigures {
  const score = (category: Category) => Math.round((found[category]?.score ?? 0) * 100)
  const { items } = requestsSchema.parse(audits['network-requests']?.details)
  const scripts = items.filter(({ resourceType }) => resourceType === 'Script')
  const bytes = scripts.reduce((sum, { transferSize }) => sum + transferSize, 0)
  const valueOfAudit = (audit: string) => audits[audit]?.numericValue ?? 0
  const judged: readonly Category[] = ['accessibility', 'best-practices']
  const failed = judged.flatMap((category) =>
    (found[category]?.auditRefs ?? [])
      .filter(({ id, weight }) => weight > 0 && (audits[id]?.score ?? 1) < 1)
      .map(({ id }) => id),
  )
  return {
    performance: score('performance'),
    accessibility: score('accessibility'),
    bestPractices: score('best-practices'),
    scriptKb: Math.round(bytes / 102.4) / 10,
    largestContentMs: Math.round(valueOfAudit('largest-contentful-paint')),
    blockingMs: Math.round(valueOfAudit('total-blocking-time')),
    layoutShift: Math.round(valueOfAudit('cumulative-layout-shift') * 1_000) / 1_000,
    failed,
  }
}
