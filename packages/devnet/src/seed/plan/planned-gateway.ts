import type { Address, Hex } from '@millrace/crypto'
import { parseEther } from 'viem'
import { actorAddress, actorKey } from '../actors.ts'
import type { SeedProfile } from '../profiles.ts'
import type { SeededRandom } from '../random.ts'

/** A gateway as the plan has it so far. */
export interface PlannedGateway {
  readonly index: number
  readonly address: Address
  readonly key: Hex
  readonly joinRound: number
  readonly reserveWei: bigint
  /** Usual face value of its tickets, and its weight among gateways. */
  readonly scaleWei: bigint
  readonly weight: number
  /** One pays from its reserve once, one takes its money back, one thinks better of it. */
  readonly story: 'usual' | 'runs dry' | 'leaves' | 'nearly leaves'
  depositWei: bigint
  nextNonce: number
}

const stories = ['usual', 'runs dry', 'leaves', 'nearly leaves'] as const

/** Gateways of a profile; a few large ones pay most of the fees. */
export function planGateways(
  { gateways, seed, rounds }: SeedProfile,
  source: SeededRandom,
): PlannedGateway[] {
  const random = source.fork('gateways')
  return Array.from({ length: gateways }, (_, index) => {
    const address = actorAddress(seed, 'gateway', index)
    const scaleMilliEther = Math.round(random.between(4, 40))
    return {
      index,
      address,
      key: actorKey(seed, 'gateway', index),
      joinRound: index < 4 ? 0 : random.integer(0, Math.ceil(rounds * 0.6)),
      reserveWei: parseEther(String(random.integer(10, 40))),
      scaleWei: parseEther('0.001') * BigInt(scaleMilliEther),
      weight: 1 / (index + 1) ** 0.7,
      story: stories[index] ?? 'usual',
      depositWei: 0n,
      nextNonce: 0,
    }
  })
}
