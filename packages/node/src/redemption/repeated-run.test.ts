import { createLogger } from '@millrace/common'
import { expect, test } from 'vitest'
import { RepeatedRun } from './repeated-run.ts'

/** A run whose work a test lets go on, turn by turn. */
function stage() {
  const turns: PromiseWithResolvers<void>[] = []
  const signals: AbortSignal[] = []
  const lines: string[] = []
  const log = createLogger({ name: 'test', level: 'warn', to: { write: (line) => lines.push(line) } })
  const work = (signal: AbortSignal) => {
    const turn = Promise.withResolvers<void>()
    turns.push(turn)
    signals.push(signal)
    return turn.promise
  }
  const run = new RepeatedRun({ work, log, complaint: 'test run failed' })
  return { run, turns, signals, lines }
}

test('calls during a run make one more run after it, whose end they wait for', async () => {
  const { run, turns } = stage()
  const first = run.run()
  const calls = [run.run(), run.run(), run.run()]
  let isDone = false
  const done = Promise.all([first, ...calls]).then(() => {
    isDone = true
  })
  turns[0]?.resolve()
  await expect.poll(() => turns.length).toBe(2)
  expect(isDone).toBe(false)
  turns[1]?.resolve()
  await done
  expect(turns).toHaveLength(2)
  const next = run.run()
  expect(turns).toHaveLength(3)
  turns[2]?.resolve()
  await next
})

test('error: a run that fails is told of, and the next one comes all the same', async () => {
  const { run, turns, lines } = stage()
  const first = run.run()
  void run.run()
  turns[0]?.reject(new Error('no chain'))
  await expect.poll(() => turns.length).toBe(2)
  turns[1]?.resolve()
  await first
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { msg: 'test run failed', err: { message: 'no chain' } },
  ])
})

test('closing tells the run to stop, waits for it, says nothing of how it ended and starts no other', async () => {
  const { run, turns, signals, lines } = stage()
  void run.run()
  void run.run()
  const closed = run.close({ graceMs: 3_600_000 })
  expect(signals[0]?.aborted).toBe(true)
  turns[0]?.reject(new Error('stopped'))
  await closed
  await run.run()
  await run.close()
  expect([turns.length, lines]).toEqual([1, []])
})

test('closing does not wait longer for a run than it may', async () => {
  const { run, turns } = stage()
  const running = run.run()
  await run.close({ graceMs: 1 })
  turns[0]?.resolve()
  await running
})
