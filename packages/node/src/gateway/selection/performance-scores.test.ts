import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { silentLogger } from '@millrace/common'
import { expect, onTestFinished, test } from 'vitest'
import { PerformanceScoresError } from '../errors.ts'
import { PerformanceScores, readPerformanceScores } from './performance-scores.ts'

const one = `0x${'aB'.repeat(20)}`
const two = `0x${'02'.repeat(20)}`

/** A server that answers with what `answer` says at the time. */
async function serve(answer: () => { readonly status?: number; readonly body: string }): Promise<string> {
  const server = createServer((_, response) => {
    const { status = 200, body } = answer()
    response.writeHead(status, { 'content-type': 'application/json' }).end(body)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/scores`
}

function follow(url: string, settings: { region?: string; minScore?: number } = {}): PerformanceScores {
  const scores = new PerformanceScores({ url, region: 'FRA', minScore: 0.5, ...settings }, silentLogger())
  onTestFinished(() => scores.close())
  scores.start()
  return scores
}

test('scores of the own region count, elsewhere the mean of all', () => {
  const text = JSON.stringify({
    [one]: { FRA: { score: 0.9, success_rate: 1 }, LAX: { score: 0.1 } },
    [two]: { LAX: { score: 0.2 }, SIN: { score: 0.4 } },
    'https://one.example:8935/': { FRA: { score: 7 } },
    unmeasured: {},
  })
  const scores = readPerformanceScores(text, 'FRA')
  expect([...scores.keys()]).toEqual([one.toLowerCase(), two, 'https://one.example:8935'])
  expect(scores.get(one.toLowerCase())).toBe(0.9)
  expect(scores.get(two)).toBeCloseTo(0.3)
  expect(scores.get('https://one.example:8935')).toBe(1)
})

test.each([
  '',
  '[]',
  '{"0x1": 1}',
  '{"0x1": {"FRA": {"score": "high"}}}',
  '{"0x1": {"FRA": {"score": 1e999}}}',
])('what is no scores is refused: %s', (text) => {
  expect(() => readPerformanceScores(text, '')).toThrow(PerformanceScoresError)
})

test('who scores less than enough is left out, but nobody when all do; who was not measured stays', async () => {
  const url = await serve(() => ({
    body: JSON.stringify({ [one]: { FRA: { score: 0.4 } }, [two]: { FRA: { score: 0.6 } } }),
  }))
  const scores = follow(url)
  await expect.poll(() => scores.scoreOf(two)).toBe(0.6)
  const goodOf = (...ids: string[]) => scores.goodEnough(ids, (id) => id)
  expect(goodOf(one.toLowerCase(), two, 'new')).toEqual([two, 'new'])
  expect(goodOf(one)).toEqual([one])
})

test('nobody is left out before there are scores, or where they cannot be read', async () => {
  let asked = 0
  const url = await serve(() => {
    asked++
    return { status: 500, body: 'out of order' }
  })
  const scores = follow(url, { minScore: 1 })
  await expect.poll(() => asked).toBe(1)
  expect(scores.goodEnough([one, two], (id) => id)).toEqual([one, two])
})
