/**
 * The explorer's pages as a visitor gets them: production build, served by the indexer over the history of a seeded
 * network (`--seed community`: the live one's size; a small one without), in Debian's Chromium. Lighthouse's median of
 * five visits of each page with nothing in the cache, the worst page counts; then frames while a long list is scrolled.
 * `--runs N` visits less often, `--form-factor mobile` as a phone on a slow line.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { delay } from '@millrace/common'
import { type SeedName, startScratchChain } from '@millrace/devnet'
import { Indexer } from '@millrace/indexer'
import { build } from 'vite'
import { z } from 'zod'
import type { BenchContext } from './main.ts'
import { seedChain } from './network/seeded-chain.ts'
import { framesOfScrolling } from './web/frames.ts'
import { type FormFactor, measurePage, type PageFigures } from './web/lighthouse.ts'

const explorer = fileURLToPath(new URL('../apps/explorer', import.meta.url))
const optionsSchema = z.object({
  seed: z.enum(['community', 'small']).default('small'),
  runs: z.coerce.number().int().min(1).default(5),
  'form-factor': z.enum(['desktop', 'mobile']).default('desktop'),
})

export default async function web({ args, log }: BenchContext): Promise<Record<string, unknown>> {
  const { values } = parseArgs({
    args: [...args],
    options: { seed: { type: 'string' }, runs: { type: 'string' }, 'form-factor': { type: 'string' } },
  })
  const { seed, runs, 'form-factor': formFactor } = optionsSchema.parse(values)
  log('building the pages')
  await build({ root: explorer, logLevel: 'warn' })
  const folder = await mkdtemp(join(tmpdir(), 'millrace-bench-'))
  try {
    await using chain = await startScratchChain({ chainId: 31_337 })
    await using indexer = await startIndexer({ rpcUrl: chain.rpcUrl, seed, folder }, log)
    const pages = await visit(indexer.url, { runs, formFactor }, log)
    const frames = await framesOfScrolling(`${indexer.url}/delegators`)
    return { bench: 'web', seed, runs, formFactor, ...worstOf(pages), scrolling: frames, pages }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function startIndexer(
  { rpcUrl, seed, folder }: { readonly rpcUrl: string; readonly seed: SeedName; readonly folder: string },
  log: BenchContext['log'],
): Promise<Indexer> {
  const { controller, multicall3: multicall } = await seedChain(rpcUrl, seed, log)
  const indexer = await Indexer.create({
    ...{ dataDir: join(folder, 'db'), port: 0, pagesDir: join(explorer, 'dist') },
    ...{ rpcUrls: [rpcUrl], controller, multicall, firstBlock: 0 },
  })
  while (indexer.position === undefined || indexer.position.block < indexer.position.head) await delay(200)
  return indexer
}

const orchestratorsSchema = z.object({ items: z.array(z.object({ address: z.string() })).min(1) })

async function visit(
  url: string,
  options: { readonly runs: number; readonly formFactor: FormFactor },
  log: BenchContext['log'],
): Promise<Readonly<Record<string, PageFigures>>> {
  const answer = await fetch(`${url}/v1/orchestrators?limit=1`)
  const [orchestrator] = orchestratorsSchema.parse(await answer.json()).items
  const paths = {
    overview: '/',
    orchestrators: '/orchestrators',
    orchestrator: `/orchestrators/${orchestrator?.address}`,
    stake: '/stake',
  }
  const pages: Record<string, PageFigures> = {}
  for (const [name, path] of Object.entries(paths)) {
    pages[name] = await measurePage(`${url}${path}`, options)
    log(`${name}: ${JSON.stringify(pages[name])}`)
  }
  return pages
}

function worstOf(pages: Readonly<Record<string, PageFigures>>) {
  const all = Object.values(pages)
  const least = (key: 'performance' | 'accessibility' | 'bestPractices') =>
    Math.min(...all.map((page) => page[key]))
  return {
    performance: least('performance'),
    accessibility: least('accessibility'),
    bestPractices: least('bestPractices'),
    firstLoadKb: Math.max(...all.map(({ scriptKb }) => scriptKb)),
  }
}
