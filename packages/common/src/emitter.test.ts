import { expect, test } from 'vitest'
import { Emitter } from './emitter.ts'

test('a listener hears what it asked for, until it is taken away', () => {
  const heard: number[] = []
  const emitter = new Emitter<{ number: number; text: string }>()
  const stop = emitter.on('number', (value) => heard.push(value))
  emitter.emit('number', 1)
  emitter.emit('text', 'other')
  stop()
  emitter.emit('number', 2)
  expect(heard).toEqual([1])
})

test('error: a listener that throws does not keep the next one from hearing', () => {
  const errors: unknown[] = []
  const heard: number[] = []
  const emitter = new Emitter<{ number: number }>((error) => errors.push(error))
  emitter.on('number', () => {
    throw new Error('listener')
  })
  emitter.on('number', (value) => heard.push(value))
  emitter.emit('number', 7)
  expect(heard).toEqual([7])
  expect(errors).toHaveLength(1)
})

test('error: a listener whose promise rejects is told as one that throws', async () => {
  const failure = new Error('listener')
  const { promise, resolve } = Promise.withResolvers<unknown>()
  const emitter = new Emitter<{ number: number }>(resolve)
  emitter.on('number', async () => {
    throw failure
  })
  emitter.emit('number', 7)
  expect(await promise).toBe(failure)
})
