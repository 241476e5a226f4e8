import { expect, test } from 'vitest'
import { inheritedSocket } from './inherited-socket.ts'

const find = (env: Record<string, string>) => inheritedSocket(env, { name: 'service', pid: 7 })

test('a single socket is taken whatever its name, one of several by its name', () => {
  expect(find({ LISTEN_PID: '7', LISTEN_FDS: '1' })).toBe(3)
  expect(find({ LISTEN_PID: '7', LISTEN_FDS: '1', LISTEN_FDNAMES: 'millrace.socket' })).toBe(3)
  expect(find({ LISTEN_PID: '7', LISTEN_FDS: '3', LISTEN_FDNAMES: 'a:b:service' })).toBe(5)
})

test.each([
  {},
  { LISTEN_PID: '8', LISTEN_FDS: '1' },
  { LISTEN_FDS: '1' },
  { LISTEN_PID: '7' },
  { LISTEN_PID: '7', LISTEN_FDS: '0' },
  { LISTEN_PID: '7', LISTEN_FDS: '-1' },
  { LISTEN_PID: '7', LISTEN_FDS: '1e9' },
  { LISTEN_PID: '7', LISTEN_FDS: '2', LISTEN_FDNAMES: 'a:b:service' },
])('error: %j hands over nothing that is ours', (env) => {
  expect(find(env)).toBeUndefined()
})
