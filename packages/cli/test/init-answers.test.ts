import type { Chain } from '@millrace/chain'
import { expect, test } from 'vitest'
import { fundsStatus } from '../../node/src/gateway/payments/funds-status.ts'
import { offerFunding } from '../src/init/gateway.ts'
import { askServiceUri } from '../src/init/orchestrator.ts'
import type { Questions } from '../src/init/questions.ts'

/** A person who takes what is offered, and else answers the next of `answers` that passes. */
function person(...answers: string[]) {
  const said: string[] = []
  const questions: Questions = {
    async text(message, { initial, check } = {}) {
      said.push(message)
      if (initial !== undefined) return initial
      for (const answer of answers.splice(0)) {
        const verdict = check?.(answer) ?? true
        if (verdict === true) return answer
        said.push(verdict)
      }
      throw new Error(`No answer to ${message}.`)
    },
    choose: () => Promise.reject(new Error('Nothing is to be chosen.')),
    agree: async () => true,
    secret: async () => '',
    say: (...lines) => said.push(...lines),
  }
  return { questions, said: () => said.join('\n') }
}

test('deposit and reserve that a new gateway is offered do not count as low, however high the face value', async () => {
  const offered: Readonly<Record<string, string>>[] = []
  const senderInfo = async () => ({ depositWei: 0n, reserveWei: 0n })
  await offerFunding({
    questions: person().questions,
    chain: { broker: { senderInfo } } as unknown as Chain,
    address: '0x1111111111111111111111111111111111111111',
    tokenWei: 0n,
    symbol: 'TT',
    steps: {
      offer: async (_name, parameters) => offered.push(parameters) > 0,
      [Symbol.asyncDispose]: async () => {},
    },
  })
  const depositWei = BigInt(offered[0]?.depositWei ?? 0)
  const reserveWei = BigInt(offered[0]?.reserveWei ?? 0)
  const none = { reserveClaimedInRoundWei: 0n, withdrawRound: 0n }
  const { state } = fundsStatus({
    funds: { depositWei, reserveRemainingWei: reserveWei, ...none },
    currentRound: 1n,
    block: 1n,
    // No orchestrator asks for more than all of the reserve, which is what the only one of a pool may.
    highestFaceValueWei: reserveWei,
  })
  expect(reserveWei).toBeGreaterThan(0n)
  expect(state).toBe('ok')
})

test('an orchestrator is offered no service URI: it is asked for, and told when only its own network leads there', async () => {
  const somebody = person('', 'node.example.org', 'https://node.example.org:8935')
  expect(await askServiceUri(somebody.questions, 8935)).toBe('https://node.example.org:8935')
  expect(somebody.said()).toContain('such as https://node.example.org:8935')
  expect(somebody.said()).toContain('It must be https://HOST:PORT.')
  expect(somebody.said()).not.toContain('reaches')
  for (const uri of [
    'https://localhost:8935',
    'https://127.0.0.1:1',
    'https://192.168.1.2:8935',
    'https://[::1]:8935',
  ]) {
    const local = person(uri)
    expect(await askServiceUri(local.questions, 8935)).toBe(uri)
    expect(local.said()).toContain('Only this machine or its own network reaches')
  }
})
