import { expect, test } from 'vitest'
import { repeatStale } from './stale-read.ts'

/** A node that refuses so many reads. */
function refusing(times: number, code = -32_602) {
  let asked = 0
  const read = async () => {
    if (asked++ < times) throw Object.assign(new Error('BlockOutOfRangeError'), { code })
    return asked
  }
  return { read, asked: () => asked }
}

test('a read that fell between two blocks is made again', async () => {
  expect(await repeatStale('eth_call', refusing(2).read)).toBe(3)
})

test.each([
  ['that goes on', 'eth_call', refusing(5), 3],
  ['of another kind', 'eth_call', refusing(1, 3), 1],
  ['of what is no read', 'eth_sendRawTransaction', refusing(1), 1],
])('error: a refusal %s is passed on', async (_, method, { read, asked }, times) => {
  await expect(repeatStale(method, read)).rejects.toThrow('BlockOutOfRange')
  expect(asked()).toBe(times)
})
