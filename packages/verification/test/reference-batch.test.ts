import { expect, test } from 'vitest'
import { ReferenceBatch } from '../src/looking/reference-batch.ts'
import { record } from './scenes.ts'

test('references are made once, of those that asked, when all have decided', async () => {
  const made: string[][] = []
  const samples = { a: record({ frames: 2 }), c: record({ frames: 3 }) }
  const batch = new ReferenceBatch<'a' | 'c'>(3, async (askers) => {
    made.push([...askers])
    return askers.map((asker) => samples[asker])
  })
  const asked = [batch.ask('a'), batch.ask('c')]
  expect(made).toEqual([])
  batch.pass()
  expect(await Promise.all(asked)).toEqual([samples.a, samples.c])
  expect(made).toEqual([['a', 'c']])
})

test('nothing is made when nobody asks', () => {
  const batch = new ReferenceBatch<string>(2, () => expect.unreachable())
  batch.pass()
  batch.pass()
})

test('error: all that asked hear why there is none', async () => {
  const batch = new ReferenceBatch<number>(2, () => Promise.reject(new Error('no encoder')))
  const heard = await Promise.allSettled([batch.ask(1), batch.ask(2)])
  expect(heard.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
})
