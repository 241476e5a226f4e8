import { expect, test } from 'vitest'
import { Lifecycle } from './lifecycle.ts'

test('parts close once, in reverse order', async () => {
  const closed: string[] = []
  const lifecycle = new Lifecycle()
  lifecycle.add('first', () => void closed.push('first'))
  lifecycle.use('second', { close: async () => void closed.push('second') })
  expect(lifecycle.signal.aborted).toBe(false)
  await Promise.all([lifecycle.close(), lifecycle.close()])
  expect(closed).toEqual(['second', 'first'])
  expect(lifecycle.signal.aborted).toBe(true)
})

test('parts that do not need each other close at once', async () => {
  const lifecycle = new Lifecycle({ together: true })
  const { promise: second, resolve: closeSecond } = Promise.withResolvers<void>()
  lifecycle.add('first', closeSecond)
  lifecycle.add('second', () => second)
  await lifecycle.close()
})

test('error: one part that fails to close does not keep the others open', async () => {
  const closed: string[] = []
  const lifecycle = new Lifecycle()
  lifecycle.add('first', () => void closed.push('first'))
  lifecycle.add('second', () => {
    throw new Error('stuck')
  })
  await expect(lifecycle.close()).rejects.toThrow(AggregateError)
  expect(closed).toEqual(['first'])
})

test('a part that is opened after closing began is closed as well', async () => {
  const closed: string[] = []
  const lifecycle = new Lifecycle()
  lifecycle.add('first', () => void closed.push('first'))
  const closing = lifecycle.close()
  lifecycle.add('late', () => void closed.push('late'))
  await closing
  await lifecycle.close()
  expect(closed).toEqual(['first', 'late'])
})
