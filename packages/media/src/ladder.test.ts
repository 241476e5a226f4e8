import { expect, test } from 'vitest'
import { ladderFor } from './ladder.ts'

const namesOf = (options: Parameters<typeof ladderFor>[0]) => ladderFor(options).map(({ name }) => name)
const hd = { widthPx: 1280, heightPx: 720 }

test('two cores make two small renditions, so that a second stream fits beside the first', () => {
  expect(namesOf({ source: hd, cores: 2 })).toEqual(['240p', '360p'])
})

test('more cores add larger ones', () => {
  expect(namesOf({ source: hd, cores: 4 })).toEqual(['240p', '360p', '480p'])
  expect(namesOf({ source: hd, cores: 64 })).toEqual(['240p', '360p', '480p', '720p'])
  expect(namesOf({ cores: 1 })).toEqual(['240p'])
})

test('no rendition is larger than the source, portrait ones included', () => {
  expect(namesOf({ source: { widthPx: 640, heightPx: 360 }, cores: 64 })).toEqual(['240p', '360p'])
  expect(namesOf({ source: { widthPx: 480, heightPx: 854 }, cores: 64 })).toEqual(['240p', '360p', '480p'])
})

test('a source smaller than all of them gets one of its own, even size', () => {
  expect(ladderFor({ source: { widthPx: 161, heightPx: 121 }, cores: 64 })).toMatchObject([
    { name: '120p', widthPx: 160, heightPx: 120 },
  ])
})
