import { type DemoResult, runDemo } from '@millrace/devnet'
import { beforeAll, describe, expect, test } from 'vitest'
import { pagesDir } from './support/network.ts'

describe('an orchestrator is killed while it holds a segment', () => {
  let result: DemoResult

  beforeAll(async () => {
    result = await runDemo({ seconds: 24, killOrchestrator: true }, { pagesDir, progress: () => undefined })
  }, 300_000)

  test('nothing is wrong at the end', () => {
    expect(result.problems).toEqual([])
  })

  test('the one that was killed held a segment that another one did', () => {
    expect(result.killed?.pid).toBeGreaterThan(0)
    expect(result.killed?.seqNo).toBeGreaterThanOrEqual(0)
  })

  test('every segment came out with every rendition', () => {
    expect(result.segmentsIn).toBeGreaterThanOrEqual(11)
    expect(result.segmentsOut).toBe(result.segmentsIn)
    expect(result.segmentsLost).toBe(0)
    expect(result.renditions).toBeGreaterThanOrEqual(2)
  })

  test('every winning ticket was redeemed and the sums balance to the wei', () => {
    expect(result.ticketsWon).toBeGreaterThan(0)
    expect(result.ticketsRedeemed).toBe(result.ticketsWon)
    expect(result.ticketsSent).toBeGreaterThan(result.ticketsWon)
    expect(result.feesRedeemedWei).toBe(result.senderSpentWei)
    expect(result.feesRedeemedWei).toBeGreaterThan(0n)
  })
})
