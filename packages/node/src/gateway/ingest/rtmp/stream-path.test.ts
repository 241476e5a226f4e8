import { describe, expect, test } from 'vitest'
import { parseStreamPath, splitQuery } from './stream-path.ts'

describe('the path of a stream', () => {
  test.each([
    ['live', 'key', { app: 'live', manifestId: 'key', streamKey: undefined }],
    ['live', 'manifest/key', { app: 'live', manifestId: 'manifest', streamKey: 'key' }],
    ['live/manifest', 'key', { app: 'live', manifestId: 'manifest', streamKey: 'key' }],
    ['stream/manifest', '', { app: 'stream', manifestId: 'manifest', streamKey: undefined }],
    ['manifest', 'key', { app: undefined, manifestId: 'manifest', streamKey: 'key' }],
    ['manifest', '', { app: undefined, manifestId: 'manifest', streamKey: undefined }],
    ['', '', { app: undefined, manifestId: undefined, streamKey: undefined }],
  ])('%s and %s, as encoders split it', (app, name, path) => {
    expect(parseStreamPath({ app, name })).toEqual(path)
  })

  test.each([
    ['live', '../../etc/passwd'],
    ['live', '..'],
    ['a/b', 'c/d'],
    ['live', 'a\r\nb'],
    ['live', 'x'.repeat(300)],
  ])('error: %s and %s is no path of a stream', (app, name) => {
    expect(parseStreamPath({ app, name })).toBeUndefined()
  })

  test('a query may stand behind either part', () => {
    expect(splitQuery('key?token=a%20b&x')).toEqual({
      path: 'key',
      query: new URLSearchParams('token=a b&x='),
    })
    expect(splitQuery('key').path).toBe('key')
  })
})
