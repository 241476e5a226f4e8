import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { profile } from '../../test/support.ts'
import {
  Capability,
  createCapabilities,
  defaultCapabilities,
  findIncompatibility,
  fromBitstring,
  isVersionAtLeast,
  jobCapabilities,
  toBitstring,
} from './capabilities.ts'

const offer = createCapabilities({ capabilities: defaultCapabilities, version: '0.9.1' })
const job = (capabilities: readonly number[], minVersion?: string) =>
  createCapabilities({ capabilities, ...(minVersion !== undefined && { minVersion }) })

test('the default set is the network’s word', () => {
  expect(toBitstring(defaultCapabilities)).toEqual([0x4005fffn])
})

test('any set of capabilities survives its bits', () => {
  const numbers = fc.uniqueArray(fc.nat({ max: 1_023 })).map((list) => list.toSorted((a, b) => a - b))
  fc.assert(
    fc.property(numbers, (list) => {
      expect(fromBitstring(toBitstring(list))).toEqual(list)
    }),
  )
})

test('error: there is no capability below 0, between two, or beyond what is looked at', () => {
  for (const capability of [-1, 0.5, 1_024, Number.NaN])
    expect(() => toBitstring([capability])).toThrow(RangeError)
})

test('words beyond the network’s are not looked at', () => {
  expect(fromBitstring(Array.from({ length: 100_000 }, () => 1n))).toHaveLength(16)
})

describe('a job needs', () => {
  test('H.264, MPEG-TS and a token for the plain ladder', () => {
    expect(jobCapabilities({ sourceCodec: 'h264', profiles: [profile] })).toEqual([0, 1, 12])
  })

  test.each([
    ['MP4', { format: 'mp4' as const }, Capability.mp4],
    ['a fractional frame rate', { fps: 30_000, fpsDen: 1_001 }, Capability.fractionalFramerates],
    ['key frames at intervals', { gopMs: 1_000 }, Capability.gop],
    ['key frames only', { gopMs: -1 }, Capability.gop],
    ['baseline', { encoderProfile: 'baseline' as const }, Capability.h264Baseline],
    ['main', { encoderProfile: 'main' as const }, Capability.h264Main],
    ['high', { encoderProfile: 'high' as const }, Capability.h264High],
    ['constrained high', { encoderProfile: 'constrained-high' as const }, Capability.h264ConstrainedHigh],
    ['HEVC', { codec: 'h265' as const }, Capability.hevcEncode],
    ['VP8', { codec: 'vp8' as const }, Capability.vp8Encode],
    ['VP9', { codec: 'vp9' as const }, Capability.vp9Encode],
  ])('the capability for %s', (_, change, capability) => {
    expect(jobCapabilities({ sourceCodec: 'h264', profiles: [{ ...profile, ...change }] })).toContain(
      capability,
    )
  })

  test('what its source, slices, hashes and storage ask for', () => {
    const facts = { profiles: [], isSliced: true, wantsPerceptualHash: true } as const
    expect(jobCapabilities({ ...facts, sourceCodec: 'h265', storage: 's3' })).toEqual([5, 12, 14, 15, 26])
    expect(jobCapabilities({ ...facts, sourceCodec: undefined })).toEqual([12, 14, 26])
  })
})

describe('an orchestrator is compatible', () => {
  test('with every part of what it offers, and with a job that names nothing', () => {
    fc.assert(
      fc.property(fc.subarray([...defaultCapabilities]), (part) => {
        expect(findIncompatibility(job(part), offer)).toBeUndefined()
      }),
    )
    expect(findIncompatibility(undefined, offer)).toBeUndefined()
  })

  test.each([
    ['a capability is missing', job([15]), offer],
    ['a capability of a later word is missing', job([0, 64]), offer],
    [
      'a mandatory one is not asked for',
      job([0]),
      Object.assign(createCapabilities({ capabilities: [0, 37] }), { mandatories: [1n << 37n] }),
    ],
    ['its version is too low', job([0], '0.9.2'), offer],
    ['its version is unknown', job([0], '0.1.0'), createCapabilities({ capabilities: [0] })],
    [
      'its version is the word undefined',
      job([0], '0.1.0'),
      createCapabilities({ capabilities: [0], version: 'undefined' }),
    ],
    ['it names no capabilities and more than the first are needed', job([12]), undefined],
  ])('not when %s', (_, wanted, offered) => {
    expect(findIncompatibility(wanted, offered)).toEqual(expect.any(String))
  })

  test('without naming capabilities, for what every version had', () => {
    expect(findIncompatibility(job([0, 1, 11]), undefined)).toBeUndefined()
  })

  test('only with the models that the job names, warm where it says so', () => {
    const withModel = (model: string, warm: boolean) => {
      const capabilities = createCapabilities({ capabilities: [27], minVersion: '' })
      const constraint = {
        $typeName: 'net.Capabilities.CapabilityConstraints.ModelConstraint' as const,
        warm,
        capacity: 1,
        runnerVersion: '',
        capacityInUse: 0,
      }
      if (capabilities.constraints) {
        capabilities.constraints.PerCapability = {
          27: { $typeName: 'net.Capabilities.CapabilityConstraints', models: { [model]: constraint } },
        }
      }
      return capabilities
    }
    expect(findIncompatibility(withModel('a', false), withModel('a', false))).toBeUndefined()
    expect(findIncompatibility(withModel('a', true), withModel('a', true))).toBeUndefined()
    expect(findIncompatibility(withModel('a', true), withModel('a', false))).toBe('a model is missing')
    expect(findIncompatibility(withModel('a', false), withModel('b', true))).toBe('a model is missing')
    expect(findIncompatibility(withModel('toString', false), withModel('b', true))).toBe('a model is missing')
  })
})

test.each([
  ['0.9.1', '0.9.1', true],
  ['0.9.1', '0.9.2', false],
  ['0.10.0', '0.9.9', true],
  ['1.0.0', '0.99.99', true],
  ['0.9.1-rc1', '0.9.1', true],
  ['0.9.1+build', '0.9.1', true],
  ['v0.9.1', '0.9.0-rc2', true],
  ['', '0.0.0', false],
  ['undefined', '0.0.0', false],
  ['0.9', '0.0.0', false],
  ['0.9.1', 'latest', false],
])('version %j is at least %j: %s', (version, minVersion, expected) => {
  expect(isVersionAtLeast(version, minVersion)).toBe(expected)
})
