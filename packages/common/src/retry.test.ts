import { expect, test } from 'vitest'
import { BaseError } from './errors.ts'
import { retry } from './retry.ts'

class Hiccup extends BaseError {
  readonly code = 'HICCUP'
  override readonly retryable = true
}

class Refusal extends BaseError {
  readonly code = 'REFUSAL'
}

test('work that fails for a while succeeds in the end', async () => {
  const attempts: number[] = []
  const result = await retry(
    async (attempt) => {
      attempts.push(attempt)
      if (attempt < 3) throw new Hiccup('not yet')
      return 'done'
    },
    { attempts: 5, firstDelayMs: 1 },
  )
  expect(result).toBe('done')
  expect(attempts).toEqual([1, 2, 3])
})

test('error: the last failure comes out when all attempts are used', async () => {
  let calls = 0
  const work = async () => {
    throw new Hiccup(`failure ${++calls}`)
  }
  await expect(retry(work, { attempts: 3, firstDelayMs: 1 })).rejects.toThrow('failure 3')
})

test('error: what is not worth another call is not called again', async () => {
  let calls = 0
  const work = async () => {
    calls++
    throw new Refusal('no')
  }
  await expect(retry(work, { attempts: 3, firstDelayMs: 1 })).rejects.toThrow(Refusal)
  expect(calls).toBe(1)
})

test('error: aborting ends the wait between two attempts', async () => {
  const abort = new AbortController()
  const work = retry(
    async () => {
      abort.abort()
      throw new Hiccup('again')
    },
    { attempts: 3, firstDelayMs: 60_000, signal: abort.signal },
  )
  await expect(work).rejects.toThrow('again')
})
