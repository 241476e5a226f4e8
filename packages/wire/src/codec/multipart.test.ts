import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseMediaType } from './media-type.ts'
import { MultipartError, parseMultipart, writeMultipart } from './multipart.ts'

const text = (value: string) => new Uint8Array(Buffer.from(value, 'latin1'))
const boundaryOf = (contentType: string) => parseMediaType(contentType)?.parameters.get('boundary') ?? ''

test('what is written is read again, whatever the bodies hold', () => {
  const parts = fc.array(
    fc.record({
      headers: fc.dictionary(
        fc.stringMatching(/^[a-z][a-z-]{0,12}$/),
        fc.stringMatching(/^[a-z0-9/=;]{1,20}$/),
        {
          maxKeys: 4,
        },
      ),
      body: fc.uint8Array({ maxLength: 400 }),
    }),
    { maxLength: 8 },
  )
  fc.assert(
    fc.property(parts, (written) => {
      const { contentType, pieces } = writeMultipart(written)
      const read = parseMultipart(new Uint8Array(Buffer.concat(pieces)), boundaryOf(contentType))
      expect(
        read.map(({ headers, body }) => ({ headers: Object.fromEntries(headers), body: [...body] })),
      ).toEqual(written.map(({ headers, body }) => ({ headers: { ...headers }, body: [...body] })))
    }),
  )
})

test('any bytes are parts or an error, and never more bytes than came', () => {
  const pieces = fc.constantFrom('--b', '\r\n--b', '\r\n', '--', 'A: 1', 'A:', '\r\n\r\n', ' ', 'x', '\0')
  fc.assert(
    fc.property(fc.array(fc.oneof(pieces, fc.string({ maxLength: 4 })), { maxLength: 40 }), (chunks) => {
      const bytes = text(chunks.join(''))
      try {
        const parts = parseMultipart(bytes, 'b')
        expect(parts.reduce((sum, { body }) => sum + body.length, 0)).toBeLessThanOrEqual(bytes.length)
      } catch (error) {
        expect(error).toBeInstanceOf(MultipartError)
      }
    }),
    { numRuns: 2_000 },
  )
})

test('a preamble, spaces behind a boundary and an epilogue are passed over', () => {
  const parts = parseMultipart(
    text('hello\r\n--b \t\r\nA: 1\r\n\r\nbody\r\n--b\r\n\r\nbare\r\n--b--\r\nbye'),
    'b',
  )
  expect(parts.map(({ body }) => Buffer.from(body).toString())).toEqual(['body', 'bare'])
  expect(parts[0]?.headers.get('a')).toBe('1')
})

test.each([
  ['', 'b', 'no boundary'],
  ['--b\r\nA: 1\r\n\r\nbody', 'b', 'middle of a part'],
  ['--bx\r\nA: 1\r\n\r\nbody\r\n--b--', 'b', 'line of its own'],
  ['--b\r\nA 1\r\n\r\nbody\r\n--b--', 'b', 'header of a part is none'],
  ['--b\r\nA: 1\r\na: 2\r\n\r\nbody\r\n--b--', 'b', 'header of a part is none'],
  ['--b\r\nA: 1\r\nbody\r\n--b--', 'b', 'headers of a part have no end'],
  [`--b\r\nA: ${'x'.repeat(9_000)}\r\n\r\nbody\r\n--b--`, 'b', 'headers of a part have no end'],
  [`${'--b\r\n\r\nx\r\n'.repeat(65)}--b--`, 'b', 'more than 64 parts'],
  ['--\r\n\r\nx\r\n----', '', 'the boundary is none'],
])('error: %j with the boundary %j is refused', (body, boundary, reason) => {
  expect(() => parseMultipart(text(body), boundary)).toThrow(reason)
})

test('content types are read with their parameters, quoted or not', () => {
  expect(parseMediaType('Multipart/Mixed; boundary="a b;\\"c"; Charset=x')).toEqual({
    type: 'multipart/mixed',
    parameters: new Map([
      ['boundary', 'a b;"c'],
      ['charset', 'x'],
    ]),
  })
  expect(parseMediaType('video/mp2t')).toEqual({ type: 'video/mp2t', parameters: new Map() })
})

test.each([
  '',
  ';',
  'a/b; c',
  'a/b; c=',
  'a/b; c=1; c=2',
  'a/b; c="',
  `a/b; c=${'x'.repeat(2_000)}`,
  'a b/c',
])('error: %j is no content type', (header) => expect(parseMediaType(header)).toBeUndefined())
