import { Writable } from 'node:stream'
import { expect, test } from 'vitest'
import { createLogger } from './logger.ts'

test('secrets do not reach the log, at the top or one level down', () => {
  const lines: string[] = []
  const to = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk))
      done()
    },
  })
  const log = createLogger({ name: 'test', to })
  log.info({ privateKey: 'abcdef', publisher: { streamKey: 'ghijkl' }, streamId: 'live' }, 'publisher came')
  expect(lines.join('')).not.toMatch(/abcdef|ghijkl/)
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ name: 'test', streamId: 'live', msg: 'publisher came' })
})
