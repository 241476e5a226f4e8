import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openPage, type TestPage } from '../../../e2e/support/browser.ts'
import { isLeftOut } from '../../../e2e/support/without.ts'
import { makeStream } from '../../../packages/media/test/clips.ts'

const segmentCount = 20

/** What the page keeps of each time that the player tells how far behind it is. */
interface ToldLatency {
  readonly latencySeconds: number
  /** Where the picture was when it was told. */
  readonly positionSeconds: number
  /** Since the page was opened. */
  readonly elapsedSeconds: number
}

/** Scripts of the page that holds the player alone, by path. */
async function buildPage(): Promise<ReadonlyMap<string, string>> {
  const entry = fileURLToPath(new URL('player-page.js', import.meta.url))
  const built = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      target: 'es2024',
      rolldownOptions: { input: entry, output: { entryFileNames: 'page.js' } },
    },
  })
  if (!('output' in built)) throw new Error('One page is built once.')
  return new Map(
    built.output.flatMap((file) => (file.type === 'chunk' ? [[`/${file.fileName}`, file.code]] : [])),
  )
}

/** A stream that has run for a while: one second a segment, and no end. */
function playlist(): string {
  const segments = Array.from({ length: segmentCount }, (_, seqNo) => `#EXTINF:1.0,\n/${seqNo}.ts`)
  return ['#EXTM3U', '#EXT-X-VERSION:3', '#EXT-X-TARGETDURATION:1', ...segments, ''].join('\n')
}

async function serve(): Promise<Server> {
  const [scripts, segments] = await Promise.all([buildPage(), makeStream(segmentCount)])
  const server = createServer((request, response) => {
    const path = request.url ?? ''
    const answer = (type: string, body: string | Uint8Array | undefined) =>
      body === undefined
        ? response.writeHead(404).end()
        : response.writeHead(200, { 'Content-Type': type }).end(body)
    if (path === '/')
      answer(
        'text/html',
        '<!doctype html><link rel="icon" href="data:,"><script type="module" src="/page.js"></script>',
      )
    else if (path === '/live.m3u8') answer('application/vnd.apple.mpegurl', playlist())
    else if (path.endsWith('.ts')) answer('video/mp2t', segments[Number.parseInt(path.slice(1), 10)])
    else answer('text/javascript', scripts.get(path))
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return server
}

describe.skipIf(isLeftOut('chromium') || isLeftOut('ffmpeg'))(
  'the player of a stream that has run for a while',
  () => {
    let server: Server
    let browser: TestPage

    beforeAll(async () => {
      server = await serve()
      browser = await openPage(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
    })
    afterAll(async () => {
      await browser?.close()
      server?.closeAllConnections()
      server?.close()
    })

    test('tells from its first word on how far behind the newest segment it is', async () => {
      const { page, errors } = browser
      await page.waitForFunction(() => (Reflect.get(window, 'told') as readonly ToldLatency[]).length >= 2)
      const told = await page.evaluate(() => Reflect.get(window, 'told') as readonly ToldLatency[])
      for (const { latencySeconds, positionSeconds, elapsedSeconds } of told) {
        // The playlist's end grows by the time since it was read.
        const edgeSeconds = latencySeconds + positionSeconds
        expect(edgeSeconds).toBeGreaterThan(segmentCount - 0.5)
        expect(edgeSeconds).toBeLessThan(segmentCount + elapsedSeconds + 0.5)
      }
      expect(told[0]?.positionSeconds).toBeGreaterThan(segmentCount - 5)
      expect(errors).toEqual([])
    })
  },
)
