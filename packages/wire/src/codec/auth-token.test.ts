import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { AuthToken } from '../generated/net/orchestrator_pb.ts'
import { AuthTokens } from './auth-token.ts'

const tokens = new AuthTokens({ secret: new Uint8Array(32).fill(1) }, { randomBytes })
const nowMs = 1_790_000_000_000

test('a token holds for 30 minutes and gives its session back', () => {
  const token = tokens.issue(nowMs)
  expect(token.sessionId).toMatch(/^[0-9a-f]{8}$/)
  expect(tokens.verify(token, nowMs)).toBe(token.sessionId)
  expect(tokens.verify(token, nowMs + 1_799_999)).toBe(token.sessionId)
  expect(() => tokens.verify(token, nowMs + 1_800_000)).toThrow(expect.objectContaining({ kind: 'expired' }))
})

test('error: no token is a missing one', () => {
  expect(() => tokens.verify(undefined, nowMs)).toThrow(expect.objectContaining({ kind: 'missing' }))
})

describe('error: a token is invalid', () => {
  const change = (edit: (token: AuthToken) => Partial<AuthToken>) => {
    const token = tokens.issue(nowMs)
    return Object.assign(token, edit(token))
  }
  test.each([
    ['with another session', () => change(() => ({ sessionId: '00000000' }))],
    ['with a later expiry', () => change(({ expiration }) => ({ expiration: expiration + 1n }))],
    ['with a negative expiry', () => change(() => ({ expiration: -1n }))],
    [
      'with a byte changed',
      () => change(({ token }) => ({ token: token.map((byte, index) => (index === 31 ? byte ^ 1 : byte)) })),
    ],
    ['when cut short', () => change(({ token }) => ({ token: token.subarray(1) }))],
    ['when empty', () => change(() => ({ token: new Uint8Array() }))],
    [
      'under another secret',
      () => new AuthTokens({ secret: new Uint8Array(32) }, { randomBytes }).issue(nowMs),
    ],
  ])('%s', (_, forge) => {
    expect(() => tokens.verify(forge(), nowMs)).toThrow(expect.objectContaining({ kind: 'invalid' }))
  })

  // The last character of the session id in front of the expiry makes the very same bytes and a date far away.
  test('when bytes were moved from the session id to the expiry', () => {
    const issued = tokens.issue(nowMs)
    const moved = issued.sessionId.charCodeAt(7)
    const forged = Object.assign(tokens.issue(nowMs), {
      token: issued.token,
      sessionId: issued.sessionId.slice(0, 7),
      expiration: (BigInt(moved) << 32n) | issued.expiration,
    })
    expect(() => tokens.verify(forged, nowMs)).toThrow(expect.objectContaining({ kind: 'invalid' }))
  })
})
