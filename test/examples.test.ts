import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { probeSegment } from '@millrace/media'
import { expect, onTestFinished, test } from 'vitest'
import { root, run } from './programs.ts'

const example = join(root, 'examples/publish-file.ts')

test('the page about programs shows the example as it is', async () => {
  const page = await readFile(join(root, 'docs/library.md'), 'utf8')
  const [, shown] = /^```ts\n([\s\S]*?)^```$/m.exec(page) ?? []
  expect(shown).toBe(await readFile(example, 'utf8'))
})

test('the example publishes a video file and writes its renditions', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-example-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const video = join(folder, 'video.mp4')
  const picture = ['-f', 'lavfi', '-i', 'testsrc2=size=320x180:rate=30:duration=4']
  const encoder = ['-c:v', 'libx264', '-preset', 'ultrafast', '-g', '30', '-pix_fmt', 'yuv420p']
  expect((await run('ffmpeg', ['-v', 'error', '-nostdin', ...picture, ...encoder, video])).code).toBe(0)
  const output = join(folder, 'renditions')
  const ended = await run(process.execPath, [example, video, output])
  expect(ended).toMatchObject({ code: 0, output: expect.stringContaining('example is live') })
  const names = (await readdir(output)).filter((name) => name.endsWith('.ts')).sort()
  const sizes = await Promise.all(
    names.map(async (name) => {
      const { widthPx, heightPx } = probeSegment(await readFile(join(output, name))).video ?? {}
      return `${name} ${widthPx}x${heightPx}`
    }),
  )
  expect(sizes).toEqual([
    ...['P144p30fps16x9-0.ts 256x144', 'P144p30fps16x9-1.ts 256x144'],
    ...['small-0.ts 320x180', 'small-1.ts 320x180'],
  ])
})
