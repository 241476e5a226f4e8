import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { createLogger, silentLogger } from '@millrace/common'
import { type LiveSource, SourceFileError, startLiveSource } from '@millrace/media'
import {
  decodePictures,
  hammingDistance,
  hashedSize,
  perceptualHash,
  readTimes,
} from '@millrace/media/frames'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freePort } from '../../../../test/free-port.ts'
import { ffmpeg } from '../clips.ts'
import { isRunning, runScript, until } from '../processes.ts'

const fontFile = createRequire(import.meta.url).resolve('dejavu-fonts-ttf/ttf/DejaVuSansMono.ttf')
const log = silentLogger()

let folder: string
let clip: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millrace-source-'))
  clip = join(folder, 'clip.mp4')
  // Not fit: B-frames, one key frame, 4:4:4, and sound longer than the picture.
  await writeFile(
    clip,
    await ffmpeg([
      ...['-f', 'lavfi', '-i', 'testsrc2=size=320x180:rate=24:duration=1.5'],
      ...['-f', 'lavfi', '-i', 'sine=sample_rate=44100:duration=1.8', '-c:a', 'aac'],
      ...['-c:v', 'libx264', '-preset', 'ultrafast', '-bf', '2', '-g', '999', '-pix_fmt', 'yuv444p'],
      ...['-movflags', 'frag_keyframe+empty_moov', '-f', 'mp4', 'pipe:1'],
    ]),
  )
})
afterAll(() => rm(folder, { recursive: true }))

/** Debian's ffmpeg as the receiver: takes one publisher, and some seconds of its stream. */
async function receive(url: string, seconds: number): Promise<string> {
  const file = join(folder, `received-${Math.random()}.flv`)
  const args = [
    '-v',
    'error',
    '-nostdin',
    '-listen',
    '1',
    '-i',
    url,
    '-c',
    'copy',
    '-t',
    String(seconds),
    file,
  ]
  const receiver = spawn('ffmpeg', args, { stdio: 'ignore' })
  await once(receiver, 'close')
  return file
}

function steps(times: readonly (number | undefined)[]): number[] {
  return times.slice(1).map((time, index) => ((time ?? 0) - (times[index] ?? 0)) / 90)
}

test('a clip goes out in a loop with times that go on, picture and sound', async () => {
  const url = `rtmp://127.0.0.1:${await freePort()}/live/key`
  await using source = await startLiveSource({ file: clip, rtmpUrl: url, cacheDir: folder }, { log })
  expect(source.picture).toEqual({ widthPx: 320, heightPx: 180, fps: 24 })
  const received = await receive(url, 4)
  const { video, audio } = readTimes(received)
  const videoTimes = (video?.packets ?? []).map(({ dts }) => dts)
  expect(videoTimes.length).toBeGreaterThan(80)
  expect((video?.packets ?? []).every(({ pts, dts }) => pts === dts)).toBe(true)
  // FLV counts in milliseconds: 24 frames a second are 41 or 42 apart, AAC frames at 48 kHz 21 or 22.
  expect(new Set(steps(videoTimes))).toEqual(new Set([41, 42]))
  expect(new Set(steps((audio?.packets ?? []).map(({ dts }) => dts)))).toEqual(new Set([21, 22]))
  const keyFrames = (video?.packets ?? []).flatMap(({ isKeyframe }, index) => (isKeyframe ? [index] : []))
  expect(keyFrames.slice(0, 3)).toEqual([0, 36, 72])

  const options = { format: 'grey', size: hashedSize } as const
  const played = decodePictures(received, options).map(perceptualHash)
  const original = decodePictures(clip, options).map(perceptualHash)
  for (const index of [5, 30, 36 + 5, 36 + 30])
    expect(hammingDistance(played[index] ?? 0n, original[index % 36] ?? 0n)).toBeLessThanOrEqual(6)
})

test('a clip is encoded once, and one that is fit not at all', async () => {
  const cacheDir = join(folder, 'cache')
  const rtmpUrl = `rtmp://127.0.0.1:${await freePort()}/live/key`
  await (await startLiveSource({ file: clip, rtmpUrl, cacheDir }, { log })).close()
  const [made = '', ...others] = readdirSync(cacheDir)
  expect(others).toEqual([])
  const before = await readFile(join(cacheDir, made))
  await (await startLiveSource({ file: clip, rtmpUrl, cacheDir }, { log })).close()
  expect((await readFile(join(cacheDir, made))).equals(before)).toBe(true)
  const unused = join(folder, 'unused')
  await (await startLiveSource({ file: join(cacheDir, made), rtmpUrl, cacheDir: unused }, { log })).close()
  expect(existsSync(unused)).toBe(false)
})

test('a damaged file in the cache is made again', async () => {
  const cacheDir = join(folder, 'damaged')
  const rtmpUrl = `rtmp://127.0.0.1:${await freePort()}/live/key`
  await (await startLiveSource({ file: clip, rtmpUrl, cacheDir }, { log })).close()
  const [made = ''] = readdirSync(cacheDir)
  await writeFile(join(cacheDir, made), 'not a clip')
  await using source = await startLiveSource({ file: clip, rtmpUrl, cacheDir }, { log })
  expect(source.picture?.widthPx).toBe(320)
})

test('it connects again when the receiver comes back, from the start of the clip', async () => {
  const url = `rtmp://127.0.0.1:${await freePort()}/live/key`
  await using source = await startLiveSource({ file: clip, rtmpUrl: url, cacheDir: folder }, { log })
  await receive(url, 0.5)
  await until(() => !source.isPublishing)
  const again = readTimes(await receive(url, 0.5))
  expect(again.video?.packets[0]?.isKeyframe).toBe(true)
  expect(again.video?.packets.length).toBeGreaterThanOrEqual(11)
})

test('the clock is burnt into the picture and moves', async () => {
  const url = `rtmp://127.0.0.1:${await freePort()}/live/key`
  const options = { file: clip, rtmpUrl: url, cacheDir: folder, clock: true, fontFile }
  await using _source = await startLiveSource(options, { log })
  const received = await receive(url, 1)
  expect(readTimes(received).video?.packets.length).toBeGreaterThanOrEqual(23)
  const pictures = decodePictures(received, { format: 'grey' })
  const plain = decodePictures(clip, { format: 'grey' })
  // The lowest tenth of the picture holds the clock, on black, the top fifth does not.
  const bandOf = (samples: Uint8Array, from: number, to: number) => samples.subarray(320 * from, 320 * to)
  const difference = (a: Uint8Array, b: Uint8Array) =>
    a.reduce((sum, value, index) => sum + Math.abs(value - (b[index] ?? 0)), 0) / a.length
  const [first, last] = [pictures[0], pictures.at(-1)]
  if (!first || !last || !plain[0]) throw new Error('There are no pictures.')
  const clockOf = (samples: Uint8Array) => bandOf(samples, 150, 165)
  expect(difference(clockOf(first.samples), clockOf(plain[0].samples))).toBeGreaterThan(10)
  expect(difference(bandOf(first.samples, 0, 36), bandOf(plain[0].samples, 0, 36))).toBeLessThan(5)
  expect(difference(clockOf(first.samples), clockOf(last.samples))).toBeGreaterThan(2)
})

test('the stream key is neither logged nor seen in the process list', async () => {
  const url = `rtmp://127.0.0.1:${await freePort()}/live/hiddenkey`
  let logged = ''
  const to = new Writable({
    write: (chunk, _encoding, done) => {
      logged += String(chunk)
      done()
    },
  })
  const seen = createLogger({ name: 'test', level: 'trace', to })
  await using source = await startLiveSource({ file: clip, rtmpUrl: url, cacheDir: folder }, { log: seen })
  await receive(url, 0.3)
  await until(() => logged.includes('interrupted'))
  const pid = source.pid ?? 0
  const listed = readFileSync(`/proc/${pid}/cmdline`, 'utf8') + readFileSync(`/proc/${pid}/environ`, 'utf8')
  expect(logged).toContain('live source publishing')
  expect(logged + listed).not.toContain('hiddenkey')
})

test('closing ends the process; so does the end of its parent', async () => {
  const rtmpUrl = `rtmp://127.0.0.1:${await freePort()}/live/key`
  const source: LiveSource = await startLiveSource({ file: clip, rtmpUrl, cacheDir: folder }, { log })
  const pid = source.pid ?? 0
  await source.close()
  await source.close()
  expect(isRunning(pid)).toBe(false)

  let orphan = 0
  const script = `
    import { silentLogger } from '@millrace/common'
    import { startLiveSource } from '@millrace/media'
    const options = ${JSON.stringify({ file: clip, rtmpUrl, cacheDir: folder })}
    console.log((await startLiveSource(options, { log: silentLogger() })).pid)
  `
  const { child, ended } = runScript(script, {
    onLine: (line) => {
      orphan = Number(line)
      child.kill('SIGKILL')
    },
  })
  await ended
  expect(orphan).toBeGreaterThan(0)
  await until(() => !isRunning(orphan))
})

test('a process that dies is started again', async () => {
  const rtmpUrl = `rtmp://127.0.0.1:${await freePort()}/live/key`
  await using source = await startLiveSource({ file: clip, rtmpUrl, cacheDir: folder }, { log })
  const pid = source.pid ?? 0
  process.kill(pid, 'SIGKILL')
  await until(() => source.pid !== undefined && source.pid !== pid)
})

test.each([
  ['is missing', () => join(folder, 'nowhere.mp4'), undefined],
  ['is a folder', () => folder, undefined],
  ['is not media', () => join(folder, 'text.mp4'), 'Just some text. '.repeat(500)],
  ['is cut short', () => join(folder, 'short.mp4'), 'half'],
])('error: a file that %s is named', async (_what, fileOf, content) => {
  const file = fileOf()
  if (content === 'half') await writeFile(file, (await readFile(clip)).subarray(0, 600))
  else if (content) await writeFile(file, content)
  const rtmpUrl = 'rtmp://127.0.0.1:9/live/key'
  const error = await startLiveSource({ file, rtmpUrl, cacheDir: folder }, { log }).catch((e: unknown) => e)
  expect(error).toBeInstanceOf(SourceFileError)
  expect(error).toMatchObject({ meta: { file } })
  expect(String(error)).toContain(file)
})

test('error: a cache folder that cannot be made is named', async () => {
  const cacheDir = join(clip, 'cache')
  const options = { file: clip, rtmpUrl: 'rtmp://127.0.0.1:9/live/key', cacheDir }
  await expect(startLiveSource(options, { log })).rejects.toThrow(cacheDir)
})

test('error: a clock needs a font', async () => {
  const options = { file: clip, rtmpUrl: 'rtmp://127.0.0.1:9/live/key', cacheDir: folder, clock: true }
  await expect(startLiveSource(options, { log })).rejects.toThrow(SourceFileError)
  const missing = { ...options, fontFile: join(folder, 'none.ttf') }
  await expect(startLiveSource(missing, { log })).rejects.toThrow('none.ttf')
})
