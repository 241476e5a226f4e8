import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { config180p } from '../../test/ingest/synthetic-tags.ts'
import { parseAacConfig } from '../flv/aac-config.ts'
import { UnsupportedCodecError } from '../flv/errors.ts'
import { parseAvcConfig } from '../h264/avc-config.ts'
import { MalformedH264Error } from '../h264/errors.ts'
import { splitAnnexB } from '../h264/nal.ts'
import { adtsHeader, parseAdtsHeader } from './adts.ts'
import { audioPid, packetBytes, patPid, pmtPid, ticksBetween, videoPid, wrapTicks } from './constants.ts'
import { crc32Mpeg } from './crc32.ts'
import { MalformedTsError } from './errors.ts'
import { countPixels, probeSegment } from './probe.ts'
import { demuxSegment } from './reader.ts'
import { TsWriter } from './writer.ts'

const aac = parseAacConfig(Uint8Array.of(0x11, 0x90))
const { sps, pps } = parseAvcConfig(config180p)

function packetsOf(bytes: Uint8Array): Uint8Array[] {
  expect(bytes.length % packetBytes).toBe(0)
  return Array.from({ length: bytes.length / packetBytes }, (_, at) =>
    bytes.subarray(at * packetBytes, (at + 1) * packetBytes),
  )
}

const pidOf = (packet: Uint8Array) => (((packet[1] ?? 0) & 0x1f) << 8) | (packet[2] ?? 0)

/** A segment of one keyframe and `frames - 1` others, 30 frames a second. */
function segmentOf(frames: number): Uint8Array {
  const writer = new TsWriter()
  writer.tables({ hasAudio: false })
  for (let index = 0; index < frames; index++) {
    const ticks = 90_000 + index * 3000
    const keyframe = index === 0
    const slice = Uint8Array.of(keyframe ? 0x65 : 0x41, 0x9a, ...Array.from({ length: 60 }, () => 7))
    const nals = keyframe ? [...sps, ...pps, slice] : [slice]
    writer.video({ nals, ptsTicks: ticks, dtsTicks: ticks, keyframe })
  }
  return writer.take()
}

const nal = fc
  .uint8Array({ minLength: 1, maxLength: 1200 })
  .map((bytes) => Uint8Array.from(bytes, (byte, at) => (at === 0 ? 0x41 : byte || 1)))
const unit = fc.oneof(
  fc.record({
    kind: fc.constant('video' as const),
    nals: fc.array(nal, { minLength: 1, maxLength: 4 }),
    ptsTicks: fc.nat(2 ** 40),
    delayTicks: fc.nat(9000),
    keyframe: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('audio' as const),
    data: fc.uint8Array({ minLength: 1, maxLength: 900 }),
    ptsTicks: fc.nat(2 ** 40),
  }),
)

describe('writing', () => {
  test('what is written is read back: payload, times over the 33-bit wrap, boundaries', () => {
    fc.assert(
      fc.property(fc.array(unit, { minLength: 1, maxLength: 12 }), (units) => {
        const writer = new TsWriter({ sizeHintBytes: 0 })
        writer.tables({ hasAudio: true })
        for (const each of units) {
          if (each.kind === 'audio') writer.audio({ config: aac, ...each })
          else writer.video({ ...each, dtsTicks: each.ptsTicks - each.delayTicks })
        }
        const { video, audio } = demuxSegment(writer.take())
        const videoUnits = units.filter((each) => each.kind === 'video')
        const audioUnits = units.filter((each) => each.kind === 'audio')
        expect(video?.pes.map(({ ptsTicks, dtsTicks }) => [ptsTicks, dtsTicks]) ?? []).toEqual(
          videoUnits.map(({ ptsTicks, delayTicks }) => [
            wrapTicks(ptsTicks),
            wrapTicks(ptsTicks - delayTicks),
          ]),
        )
        const delimiter = Uint8Array.of(9, 0xf0)
        expect(splitAnnexB(video?.bytes ?? new Uint8Array()).map((bytes) => Uint8Array.from(bytes))).toEqual(
          videoUnits.flatMap(({ nals }) => [delimiter, ...nals]),
        )
        expect(audio?.pes.map(({ ptsTicks }) => ptsTicks) ?? []).toEqual(
          audioUnits.map(({ ptsTicks }) => wrapTicks(ptsTicks)),
        )
        const sound = Buffer.concat(audioUnits.flatMap(({ data }) => [adtsHeader(aac, data.length), data]))
        expect(Buffer.from(audio?.bytes ?? []).equals(sound.subarray(0, 4096))).toBe(true)
      }),
    )
  })

  test('continuity counters count by PID and go on in the next segment', () => {
    const first = new TsWriter()
    const write = (writer: TsWriter, atTicks: number) => {
      writer.tables({ hasAudio: true })
      writer.video({
        nals: [new Uint8Array(5000).fill(7)],
        ptsTicks: atTicks,
        dtsTicks: atTicks,
        keyframe: true,
      })
      writer.audio({ config: aac, data: new Uint8Array(300), ptsTicks: atTicks })
      return writer.take()
    }
    const bytes = [write(first, 90_000)]
    bytes.push(write(first, 93_000))
    bytes.push(write(new TsWriter({ continuity: first.continuity }), 96_000))
    const packets = packetsOf(Buffer.concat(bytes))
    for (const pid of [patPid, pmtPid, videoPid, audioPid]) {
      const counters = packets
        .filter((packet) => pidOf(packet) === pid)
        .map((packet) => (packet[3] ?? 0) & 0x0f)
      expect(counters).toEqual(counters.map((_, at) => at % 16))
    }
  })

  test('the tables carry a right checksum, and a version that tells the tracks apart', () => {
    const writer = new TsWriter()
    writer.tables({ hasAudio: true })
    writer.tables({ hasAudio: false })
    const sections = packetsOf(writer.take()).map((packet) => {
      const length = 3 + ((((packet[6] ?? 0) & 0x0f) << 8) | (packet[7] ?? 0))
      return packet.subarray(5, 5 + length)
    })
    // A CRC over data and its own CRC is zero.
    expect(sections.map(crc32Mpeg)).toEqual([0, 0, 0, 0])
    expect(sections[1]?.[5]).not.toBe(sections[3]?.[5])
  })

  test('every keyframe is marked for random access and carries the clock before its decoding time', () => {
    const packet = packetsOf(segmentOf(1)).find((each) => pidOf(each) === videoPid)
    expect((packet?.[5] ?? 0) & 0x50).toBe(0x50)
    const pcr = Buffer.from(packet ?? []).readUInt32BE(6) * 2
    expect(90_000 - pcr).toBe(18_000)
  })
})

describe('probing', () => {
  test('frames, keyframes, size, rate and duration are told without decoding', () => {
    expect(probeSegment(segmentOf(60))).toEqual({
      video: { codec: 'avc1.42C00D', widthPx: 320, heightPx: 180, fps: 30 },
      audio: undefined,
      videoFrames: 60,
      keyframes: 1,
      pixels: 60n * 320n * 180n,
      startsWithKeyframe: true,
      durationMs: 2000,
      firstPtsTicks: 90_000,
    })
    expect(countPixels(segmentOf(7))).toBe(7n * 320n * 180n)
  })

  test('sound alone has a duration and no picture', () => {
    const writer = new TsWriter()
    writer.tables({ hasAudio: true })
    for (let index = 0; index < 47; index++)
      writer.audio({ config: aac, data: new Uint8Array(90), ptsTicks: index * 1920 })
    expect(probeSegment(writer.take())).toMatchObject({
      video: undefined,
      audio: { codec: 'mp4a.40.2', sampleRateHz: 48_000, channels: 2 },
      videoFrames: 0,
      durationMs: 1003,
      pixels: 0n,
    })
  })

  test('bytes before the first packet, and lost ones between, do not stop it', () => {
    const bytes = segmentOf(60)
    const damaged = Buffer.concat([Buffer.from('junk'), bytes.subarray(0, 4000), bytes.subarray(4100)])
    expect(probeSegment(damaged).videoFrames).toBeGreaterThan(55)
  })

  test('error: no packets, or packets without a program', () => {
    expect(() => probeSegment(new Uint8Array())).toThrow(MalformedTsError)
    expect(() => probeSegment(Buffer.from('<html>not found</html>'.repeat(40)))).toThrow(MalformedTsError)
    expect(() => probeSegment(segmentOf(60).subarray(2 * packetBytes))).toThrow(/no program/)
  })

  test('ADTS headers are read as they are written', () => {
    expect(parseAdtsHeader(adtsHeader(aac, 1000))).toEqual({
      codec: 'mp4a.40.2',
      sampleRateHz: 48_000,
      channels: 2,
    })
    expect(parseAdtsHeader(Uint8Array.of(0xff, 0xf1, 0x3c, 0))).toBeUndefined()
  })

  test('differences of timestamps take the short way round the wrap', () => {
    expect(ticksBetween(2 ** 33 - 10, 5)).toBe(15)
    expect(ticksBetween(5, 2 ** 33 - 10)).toBe(-15)
  })
})

describe('hostile segments', () => {
  const onlyDeclared = (bytes: Uint8Array) => {
    try {
      probeSegment(bytes)
      countPixels(bytes)
    } catch (error) {
      const declared = [MalformedTsError, MalformedH264Error, UnsupportedCodecError]
      expect(declared.some((kind) => error instanceof kind)).toBe(true)
    }
  }

  test('error: arbitrary bytes, and arbitrary packets, give a probe or a declared error', () => {
    const packet = fc
      .uint8Array({ minLength: packetBytes, maxLength: packetBytes })
      .map((bytes) => Uint8Array.from([0x47, ...bytes.subarray(1)]))
    fc.assert(fc.property(fc.uint8Array({ maxLength: 600 }), onlyDeclared), { numRuns: 300 })
    fc.assert(
      fc.property(fc.array(packet, { maxLength: 8 }), (packets) => onlyDeclared(Buffer.concat(packets))),
      { numRuns: 300 },
    )
  })

  test('error: a good segment with any bytes changed gives a probe or a declared error', () => {
    const good = segmentOf(20)
    const change = fc.tuple(fc.nat(good.length - 1), fc.nat(255))
    fc.assert(
      fc.property(fc.array(change, { maxLength: 30 }), fc.nat(good.length), (changes, length) => {
        const bytes = Uint8Array.from(good)
        for (const [at, value] of changes) bytes[at] = value
        onlyDeclared(bytes.subarray(0, length))
      }),
      { numRuns: 500 },
    )
  })
})
