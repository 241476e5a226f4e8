import { expect, test } from 'vitest'
import { RecordingPlaylist } from './recording-playlist.ts'

const facts = { name: 'source', bytes: 1_000, widthPx: 320, heightPx: 180 }
const segment = (seqNo: number) => ({ seq_no: seqNo, uri: `s/source/${seqNo}.ts`, duration_ms: 2_000 })

test('whatever order pieces are stored in, what is listed only grows at its end', () => {
  const playlist = new RecordingPlaylist({ beganAtMs: 1_700_000_000_000, previousSessions: [] })
  const places = [0, 1, 2, 3].map(() => playlist.reserve(facts))
  const listed = () => playlist.toJson().segments.source?.map(({ seq_no }) => seq_no)
  places[1]?.fill(segment(1))
  expect([listed(), playlist.isOpen]).toEqual([[], true])
  places[0]?.fill(segment(0))
  expect(listed()).toEqual([0, 1])
  places[3]?.fill(segment(3))
  expect(listed()).toEqual([0, 1])
  places[2]?.giveUp()
  expect([listed(), playlist.isOpen]).toEqual([[0, 1, 3], false])
  expect(playlist.toJson()).toMatchObject({
    duration_ms: 6_000,
    tracks: [{ name: 'source', bandwidth: 4_000, resolution: '320x180' }],
  })
  expect(playlist.fileName).toBe('playlist_1700000000000000000.json')
})
