import { expect, test } from 'vitest'
import { LossBook } from './loss-book.ts'
import { OpenTasks } from './open-tasks.ts'

const order = { source: new Uint8Array(3), maxResultBytes: 10 }

test('a task has its source and takes one result, under names that nobody can guess, until it is closed', async () => {
  const tasks = new OpenTasks()
  const opened = Array.from({ length: 100 }, () => tasks.open(order))
  expect(new Set(opened.map(({ taskId }) => taskId)).size).toBe(100)
  expect(opened.every(({ taskId }) => taskId >= 0n && taskId < 1n << 62n)).toBe(true)
  expect(opened.some(({ taskId }) => taskId > 1n << 55n)).toBe(true)
  const [task, other] = opened
  if (!task || !other) throw new Error('There are a hundred.')
  expect(task.key).toMatch(/^[0-9a-f]{64}$/)
  expect(tasks.source(task.key)).toBe(order.source)
  expect(tasks.source('')).toBeUndefined()

  const claim = tasks.claim(task.taskId)
  expect(claim).toMatchObject({ maxBytes: 10 })
  expect(tasks.claim(task.taskId)).toBeUndefined()
  claim?.settle({ type: 'error', text: 'no' })
  expect(await task.outcome).toEqual({ type: 'error', text: 'no' })
  for (const { close } of opened) close()
  expect(claim?.signal.aborted).toBe(true)
  expect(tasks.size).toBe(0)
  expect(tasks.source(other.key)).toBeUndefined()
  expect(tasks.claim(other.taskId)).toBeUndefined()
})

test('a place is doubtful after three losses within a minute of each other, for a minute', () => {
  const book = new LossBook()
  for (let nowMs = 0; nowMs < 3_000; nowMs += 1_000) {
    expect(book.isDoubtful('here', nowMs)).toBe(false)
    book.add('here', nowMs)
  }
  expect(book.isDoubtful('here', 3_000)).toBe(true)
  expect(book.isDoubtful('there', 3_000)).toBe(false)
  expect(book.isDoubtful('here', 62_001)).toBe(false)
  for (let place = 0; place < 2_000; place++) book.add(`place-${place}`, 3_000)
  expect(book.isDoubtful('here', 3_000)).toBe(false)
})
