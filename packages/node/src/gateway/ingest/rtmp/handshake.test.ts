import { describe, expect, test } from 'vitest'
import { RtmpProtocolError } from './errors.ts'
import { Handshake } from './handshake.ts'

describe('the handshake', () => {
  test('is answered once C1 is there, in whatever pieces it comes, and hands on what follows', () => {
    const client = Buffer.concat([
      Buffer.of(3),
      Buffer.alloc(1536, 7),
      Buffer.alloc(1536, 8),
      Buffer.from('rest'),
    ])
    for (const size of [1, 100, 1537, client.length]) {
      const handshake = new Handshake({ random: Buffer.alloc(1528, 1) })
      const results = []
      for (let at = 0; at < client.length; at += size)
        results.push(handshake.push(client.subarray(at, at + size)))
      const replies = results.flatMap(({ reply }) => (reply === undefined ? [] : [reply]))
      expect(replies).toHaveLength(1)
      expect(replies[0]?.length).toBe(3073)
      expect(Buffer.from(replies[0]?.subarray(1537) ?? []).equals(Buffer.alloc(1536, 7))).toBe(true)
      expect(Buffer.concat(results.map(({ rest }) => rest)).toString()).toBe('rest')
      expect(handshake.isDone).toBe(true)
    }
  })

  test('error: another protocol is refused at its first byte', () => {
    const handshake = new Handshake({ random: Buffer.alloc(1528) })
    expect(() => handshake.push(Buffer.from('GET / HTTP/1.1\r\n'))).toThrow(RtmpProtocolError)
  })
})
