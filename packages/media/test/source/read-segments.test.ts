import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { probeSegment, readSegments, SourceFileError } from '@millrace/media'
import { readTimes } from '@millrace/media/frames'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ffmpeg } from '../clips.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millrace-segments-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const picture = ['-f', 'lavfi', '-i', 'testsrc2=size=320x180:rate=30:duration=5']
const sound = ['-f', 'lavfi', '-i', 'sine=sample_rate=48000:duration=5', '-c:a', 'aac']
const h264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-g', '30', '-pix_fmt', 'yuv420p']

async function fileOf(name: string, args: readonly string[]): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, await ffmpeg([...args, 'pipe:1']))
  return path
}

async function all(path: string, options = {}) {
  const segments = []
  for await (const segment of readSegments(path, options)) segments.push(segment)
  return segments
}

test.each([
  ['MP4 with B-frames', ['-bf', '2', '-movflags', 'frag_keyframe+empty_moov', '-f', 'mp4']],
  ['Matroska', ['-f', 'matroska']],
  ['MPEG-TS', ['-f', 'mpegts']],
])('%s is cut at its key frames, with no picture lost and times that go on', async (name, container) => {
  const path = await fileOf(name, [...picture, ...sound, ...h264, ...container])
  const segments = await all(path)
  expect(segments.map(({ durationMs }) => Math.round(durationMs))).toEqual([2_000, 2_000, 1_000])
  const probes = segments.map(({ bytes }) => probeSegment(bytes))
  expect(probes.map(({ startsWithKeyframe }) => startsWithKeyframe)).toEqual([true, true, true])
  expect(probes.map(({ audio }) => audio?.codec)).toEqual(Array(3).fill('mp4a.40.2'))
  const times = segments.map(({ bytes }) => {
    const packets = readTimes(bytes).video?.packets ?? []
    return packets.map(({ pts }) => (pts ?? Number.NaN) / 90_000).sort((a, b) => a - b)
  })
  expect(times.map(({ length }) => length)).toEqual([60, 60, 30])
  const [first = 0] = times.flat()
  expect(times.flat().map((time) => Math.round((time - first) * 30))).toEqual(
    Array.from({ length: 150 }, (_, index) => index),
  )
})

test('a target in between is kept to at the next key frame', async () => {
  const path = await fileOf('long', [...picture, ...h264, '-f', 'matroska'])
  const segments = await all(path, { targetMs: 2_500 })
  expect(segments.map(({ durationMs }) => Math.round(durationMs))).toEqual([3_000, 2_000])
})

test('whoever wants no more ends the process', async () => {
  const path = await fileOf('left', [...picture, ...h264, '-f', 'matroska'])
  for await (const { durationMs } of readSegments(path)) {
    expect(durationMs).toBeGreaterThan(0)
    break
  }
})

test('error: what is no such file is named, with the reason', async () => {
  await expect(all(join(folder, 'nowhere.mp4'))).rejects.toThrow(SourceFileError)
  const text = join(folder, 'text.mp4')
  await writeFile(text, 'no video at all')
  await expect(all(text)).rejects.toThrow('text.mp4')
  const vp8 = await fileOf('vp8', [...picture, '-c:v', 'libvpx', '-deadline', 'realtime', '-f', 'webm'])
  await expect(all(vp8)).rejects.toThrow('neither H.264 nor H.265')
  const flac = await fileOf('flac', [...picture, ...sound, ...h264, '-c:a', 'flac', '-f', 'matroska'])
  await expect(all(flac)).rejects.toThrow('neither AAC nor MP3')
})
