import { presetNamed } from '@millrace/media'
import { createPrice } from '@millrace/payments'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ConfigurationMismatchError, TranscodeConfigurationError } from '../errors.ts'
import { mergeOrders, readTranscodeConfiguration } from './transcode-configuration.ts'

const read = (json: object) => readTranscodeConfiguration(JSON.stringify(json))

test('presets come before renditions, and what is not known is passed over', () => {
  const profiles = [{ name: 'own', width: 640, height: 360, bitrate: 800_000, gop: 'intra' }]
  const { streamId, order } = read({
    ...{ manifestID: 'show', streamID: 'outer', sessionID: 'inner', streamKey: 'k', verificationFreq: 3 },
    ...{ presets: ['P144p30fps16x9'], profiles, previousSessions: ['before'], timeoutMultiplier: 4 },
    ...{ forceSessionReinit: true, recordObjectStore: '/records', somethingNew: {} },
  })
  expect(streamId).toBe('show')
  expect(order.profiles).toMatchObject([presetNamed('P144p30fps16x9'), { name: 'own', gopMs: -1 }])
  expect(order).toMatchObject({
    ...{
      previousSessions: ['before'],
      timeoutMultiplier: 4,
      mustReinitialise: true,
      recordStore: '/records',
    },
    ...{ externalStreamId: 'outer', externalSessionId: 'inner' },
  })
})

test('no renditions and none named are two things', () => {
  expect(read({ profiles: [] }).order.profiles).toEqual([])
  expect(read({}).order.profiles).toBeUndefined()
  expect(read({ profiles: null, presets: null, manifestID: null }).order.profiles).toBeUndefined()
  expect(read({ presets: [] }).order.profiles).toBeUndefined()
})

test('the lower of two limits holds, and the same renditions in another order are the same', () => {
  const price = (wei: number) => ({ maxPricePerPixel: { wei, pixels: 10 } })
  const presets = ['P144p30fps16x9', 'P240p30fps16x9']
  const pushed = read({ presets: presets.toReversed(), ...price(7), dailySpendCapWei: '100' }).order
  const allowed = read({ presets, ...price(3), dailySpendCapWei: '900' }).order
  const { profiles, limits } = mergeOrders(pushed, allowed)
  expect(profiles?.map(({ name }) => name)).toEqual(presets.toReversed())
  expect(limits).toEqual({ maxPrice: createPrice(3n, 10n), dailyCapWei: 100n })
})

test('error: other renditions, or a store of the pusher’s own, do not fit', () => {
  const allowed = read({ presets: ['P144p30fps16x9'], recordObjectStore: '/records' }).order
  const merge = (json: object) => () => mergeOrders(read(json).order, allowed)
  expect(merge({ presets: ['P240p30fps16x9'] })).toThrow(ConfigurationMismatchError)
  expect(merge({ profiles: [] })).toThrow(ConfigurationMismatchError)
  expect(merge({ recordObjectStore: '/etc' })).toThrow(ConfigurationMismatchError)
  expect(merge({ objectStore: '/records' })).toThrow(ConfigurationMismatchError)
  expect(merge({ recordObjectStore: '/records' })()).toMatchObject({ recordStore: '/records' })
})

test('error: a price beyond what the wire can say is refused', () => {
  expect(() => read({ maxPricePerPixel: { wei: '9223372036854775808' } })).toThrow('more than a price can be')
  expect(() => read({ maxPricePerPixel: { wei: '1', pixels: '9223372036854775808' } })).toThrow(
    TranscodeConfigurationError,
  )
})

test('error: nothing but the declared error comes out of anything', () => {
  const keys = fc.constantFrom(
    ...['manifestID', 'presets', 'profiles', 'previousSessions', 'timeoutMultiplier', 'maxPricePerPixel'],
  )
  const close = fc.dictionary(keys, fc.jsonValue()).map((json) => JSON.stringify(json))
  fc.assert(
    fc.property(fc.oneof(close, fc.json(), fc.string()), (text) => {
      try {
        readTranscodeConfiguration(text)
      } catch (error) {
        expect(error).toBeInstanceOf(TranscodeConfigurationError)
      }
    }),
  )
})
