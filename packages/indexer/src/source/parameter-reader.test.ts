import type { Hex } from '@millrace/crypto'
import { encodeAbiParameters, HttpRequestError, InvalidInputRpcError, RpcRequestError } from 'viem'
import { expect, test } from 'vitest'
import { readParameter } from './parameter-reader.ts'

const place = {
  contract: 'bondingManager',
  address: `0x${'1'.repeat(40)}`,
  parameter: 'unbondingPeriod',
  blockNumber: 16,
} as const
const url = 'http://127.0.0.1:1'
const word = (value: bigint): Hex => encodeAbiParameters([{ type: 'uint256' }], [value])

/** Answers 7 for the state of now, and fails for that of a block. */
function endpoint(failure: Error) {
  return {
    async request({ params: [, block] }: { readonly params: readonly unknown[] }) {
      if (block === 'latest') return word(7n)
      throw failure
    },
  }
}

function refusal(code: number, message: string): Error {
  return new InvalidInputRpcError(new RpcRequestError({ body: {}, error: { code, message }, url }))
}

test('a value is that of its block', async () => {
  const rpc = {
    request: async ({ params }: { readonly params: readonly unknown[] }) =>
      word(params[1] === '0x10' ? 5n : 7n),
  }
  expect(await readParameter(place, rpc)).toBe(5n)
})

test('an endpoint that keeps no old state is asked for the value of now', async () => {
  expect(await readParameter(place, endpoint(refusal(-32_000, 'missing trie node')))).toBe(7n)
})

test.each([
  ['does not answer', new HttpRequestError({ url, status: 502 })],
  ['takes no more requests now', refusal(-32_005, 'limit exceeded')],
  ['fails in another way', new Error('The endpoint does not answer.')],
])('error: an endpoint that %s is asked again, for a later value may be another', async (_, failure) => {
  await expect(readParameter(place, endpoint(failure))).rejects.toBe(failure)
})
