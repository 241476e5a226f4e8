import { expect, test } from 'vitest'
import { renditionsOf } from './rendition.ts'

test('renditions are listed best first and keep their place in the player', () => {
  const levels = [
    { width: 426, height: 240, bitrate: 440_000 },
    { width: 1280, height: 720, bitrate: 1_900_000 },
    { width: 1280, height: 720, bitrate: 2_600_000 },
    { width: 640, height: 360, bitrate: 1 },
  ]
  expect(renditionsOf(levels)).toEqual([
    { index: 2, label: '1280×720 · 2.6 Mbit/s' },
    { index: 1, label: '1280×720 · 1.9 Mbit/s' },
    { index: 3, label: '640×360' },
    { index: 0, label: '426×240 · 0.4 Mbit/s' },
  ])
})
