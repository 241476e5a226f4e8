import fc from 'fast-check'
import { expect, test } from 'vitest'
import { resolvePublishTarget } from './publish-key.ts'
import { parsePushPath } from './push-path.ts'
import { BodyTooLarge, readBody } from './read-body.ts'

const keys = new Map([
  ['key-of-show', { keyId: '1', streamId: 'show' }],
  ['key-of-live', { keyId: '2', streamId: 'live' }],
])
const resolve = (app: string, name: string, query = '') =>
  resolvePublishTarget({ app, name, query: new URLSearchParams(query) }, (key) => keys.get(key))?.streamId

test('an encoder finds its stream by every form of URL', () => {
  expect(resolve('live', 'key-of-show')).toBe('show')
  expect(resolve('live', 'key-of-live')).toBe('live')
  expect(resolve('show', 'key-of-show')).toBe('show')
  expect(resolve('live/show', 'key-of-show')).toBe('show')
  expect(resolve('live', 'show/key-of-show')).toBe('show')
  expect(resolve('', 'key-of-show')).toBe('show')
  expect(resolve('live', 'show', 'key=key-of-show')).toBe('show')
  expect(resolve('live', 'show', 'token=key-of-show')).toBe('show')
})

test('error: a wrong key, or the key of another stream, finds nothing', () => {
  expect(resolve('live', 'show')).toBeUndefined()
  expect(resolve('show', 'key-of-live')).toBeUndefined()
  expect(resolve('live/show', 'key-of-live')).toBeUndefined()
  expect(resolve('live/other', 'key-of-live')).toBeUndefined()
  expect(resolve('live', 'show', 'key=key-of-live')).toBeUndefined()
  expect(resolve('live', 'key-of-show', 'key=wrong')).toBeUndefined()
  expect(resolve('', '')).toBeUndefined()
})

test('push paths name stream, number and perhaps the key', () => {
  expect(parsePushPath('/live/show/12.ts')).toEqual({
    streamId: 'show',
    key: undefined,
    number: 12,
    extension: 'ts',
  })
  expect(parsePushPath('/live/show/secret/12.ts')).toMatchObject({ key: 'secret', number: 12 })
  expect(parsePushPath('/live/show/first.MP4')).toMatchObject({ number: 0, extension: 'mp4' })
  for (const path of ['/live/show', '/live/show/', '/live//1.ts', '/live/a/b/c/1.ts', '/live/show/%/1.ts']) {
    expect(parsePushPath(path)).toBeUndefined()
  }
  fc.assert(fc.property(fc.string(), (path) => void parsePushPath(path)))
})

test('error: a body is not read beyond its bound, whatever it announced', async () => {
  const body = (size: number) => new Blob([new Uint8Array(size)]).stream()
  const bytes = await readBody(body(100), { maxBytes: 100, announcedBytes: 100 })
  expect(bytes).toHaveLength(100)
  await expect(readBody(body(101), { maxBytes: 100, announcedBytes: undefined })).rejects.toThrow(
    BodyTooLarge,
  )
  await expect(readBody(body(1), { maxBytes: 100, announcedBytes: 101 })).rejects.toThrow(BodyTooLarge)
})
