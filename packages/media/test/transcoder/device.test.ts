import { silentLogger } from '@millrace/common'
import { chooseDevice, DeviceRefusedError, h264Profile, type Profile, TranscoderPool } from '@millrace/media'
import { countFrames } from '@millrace/media/frames'
import { beforeAll, expect, test } from 'vitest'
import { presentDevices } from '../../src/transcoder/choose-device.ts'
import { DeviceUse } from '../../src/transcoder/device-use.ts'
import { makeSegment } from '../clips.ts'

const log = silentLogger()
const timeoutMs = 60_000
const profile = h264Profile({ name: '120p', widthPx: 214, heightPx: 120, bitrateBps: 150_000 })
/** One whose driver this machine does not have: FFmpeg knows the encoder, and cannot open it. */
const absent = (['nvenc', 'qsv', 'vaapi'] as const).find((device) => !presentDevices().includes(device))
if (absent === undefined) throw new Error('This machine has every device: nothing is there to be refused.')

let source: Uint8Array
beforeAll(async () => {
  source = await makeSegment({ seconds: 0.5 })
})

test('a device that refuses is passed over for one that encodes the sample right', async () => {
  const chosen = await chooseDevice('auto', { log, preference: [absent, 'x264'] })
  expect(chosen).toEqual({ id: 'x264', maxSessions: 32 })
  expect(await chooseDevice('auto', { log, preference: [absent] })).toBeUndefined()
  expect(await chooseDevice('software', { log })).toBeUndefined()
})

test('error: a device that is demanded and does not work is an error with FFmpeg’s reason', async () => {
  const choosing = chooseDevice(absent, { log })
  await expect(choosing).rejects.toThrow(DeviceRefusedError)
  await expect(choosing).rejects.toThrow(
    /^The encoder \w+ does not work here: .{10,}Choose encoder auto or software\.$/s,
  )
})

test('a device does the segments that it can, beside software for the other renditions', async () => {
  await using pool = await TranscoderPool.create(
    { workers: 1, device: { id: 'x264', maxSessions: 1 } },
    { log },
  )
  const byQuality: Profile = { ...profile, name: 'quality', quality: 30 }
  const { renditions } = await pool.transcode({ source, profiles: [profile, byQuality], timeoutMs })
  for (const { bytes, pixels } of renditions) expect(BigInt(countFrames(bytes)) * 214n * 120n).toBe(pixels)
  await pool.transcode({ source, profiles: [profile, { ...profile, name: 'second' }], timeoutMs })
  expect(pool.stats).toMatchObject({ device: 'x264', deviceSegments: 1, deviceFailures: 0, transcoded: 2 })
})

test('a device that fails in service leaves each segment to the software, and is taken out in the end', async () => {
  await using pool = await TranscoderPool.create(
    { workers: 1, device: { id: absent, maxSessions: 8 } },
    { log },
  )
  for (let segment = 0; segment < 4; segment++) {
    const { renditions } = await pool.transcode({ source, profiles: [profile], timeoutMs })
    expect(renditions[0]?.pixels).toBeGreaterThan(0n)
  }
  expect(pool.stats).toMatchObject({
    device: undefined,
    isDeviceOut: true,
    deviceSegments: 0,
    deviceFailures: 3,
    transcoded: 4,
    workersLost: 0,
  })
})

test('no more renditions are given to a device than its driver takes, and one success forgives failures', () => {
  const use = new DeviceUse({ id: 'nvenc', maxSessions: 3 }, { log })
  const [first, second] = [use.lease([profile, profile]), use.lease([profile, profile])]
  expect([first?.device, second]).toEqual(['nvenc', undefined])
  expect(use.lease([{ ...profile, codec: 'vp9' }])).toBeUndefined()
  first?.end('broken')
  use.lease([profile])?.end('broken')
  use.lease([profile, profile, profile])?.end()
  for (let failure = 0; failure < 2; failure++) use.lease([profile])?.end('broken')
  expect([use.device, use.isOut]).toEqual(['nvenc', false])
  use.lease([profile, profile])?.cancel()
  use.lease([profile, profile, profile])?.end('broken')
  expect([use.device, use.isOut, use.failures, use.segments]).toEqual([undefined, true, 5, 1])
  expect(use.lease([profile])).toBeUndefined()
})
