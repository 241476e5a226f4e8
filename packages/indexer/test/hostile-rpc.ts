import type { Random } from '../../../contracts/test/differential/random.ts'
import type { BlockRpc } from '../src/source/block-source.ts'

export interface HostileOptions {
  readonly random: Random
  /** Share of answers that are spoilt. */
  readonly probability: number
}

/** An endpoint that fails, forgets, cuts lists short and mixes blocks up, as drawn; never the same way for long. */
export function hostileRpc(rpc: BlockRpc, { random, probability }: HostileOptions): BlockRpc {
  return {
    async request(args) {
      if (!random.chance(probability)) return rpc.request(args)
      if (random.chance(0.3)) throw new Error('The endpoint does not answer.')
      return spoil(await rpc.request(args), random)
    },
  }
}

function spoil(answer: unknown, random: Random): unknown {
  if (Array.isArray(answer)) return spoilList(answer, random)
  if (typeof answer === 'object' && answer !== null)
    return random.chance(0.5) ? null : spoilHeader(answer, random)
  return answer
}

function spoilList(logs: readonly unknown[], random: Random): unknown {
  if (logs.length === 0) return random.chance(0.5) ? null : logs
  const at = random.below(logs.length)
  return random.pick<() => unknown>([
    () => [],
    () => logs.slice(0, at),
    () => logs.toSpliced(at, 1),
    () => [...logs, logs[at]],
    () => logs.toSpliced(at, 1, { ...(logs[at] as object), blockHash: `0x${'7'.repeat(64)}` }),
    () => logs.toSpliced(at, 1, { ...(logs[at] as object), address: `0x${'7'.repeat(40)}` }),
    () => ({ logs }),
    () => logs.toReversed(),
  ])()
}

function spoilHeader(header: object, random: Random): unknown {
  const changes: object[] = [
    { hash: `0x${'8'.repeat(64)}` },
    { parentHash: `0x${'8'.repeat(64)}` },
    { number: '0x7' },
    { timestamp: 'soon' },
    { logsBloom: '0x' },
  ]
  return { ...header, ...random.pick(changes) }
}
